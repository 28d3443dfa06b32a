// Right: parts whose readers share the lock; each part is an ordinary map
// behind a pointer; keys are spread by the upper bits of a product.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pots {

template <class K, class V, class Hash = std::hash<K>>
class StripedMap {
 public:
  explicit StripedMap(std::size_t stripes = 16) {
    while (parts_.size() < stripes) parts_.push_back(std::make_unique<Part>());
  }
  StripedMap(const StripedMap&) = delete;
  StripedMap& operator=(const StripedMap&) = delete;

  std::optional<V> get(const K& key) const {
    Part& part = of(key);
    std::shared_lock lock(part.mutex);
    if (auto it = part.map.find(key); it != part.map.end()) return it->second;
    return {};
  }

  void put(const K& key, V value) {
    Part& part = of(key);
    std::unique_lock lock(part.mutex);
    if (auto it = part.map.find(key); it != part.map.end()) {
      it->second = std::move(value);
    } else {
      part.map.emplace(key, std::move(value));
    }
  }

  bool erase(const K& key) {
    Part& part = of(key);
    std::unique_lock lock(part.mutex);
    return part.map.erase(key) == 1;
  }

  template <class F>
  V update(const K& key, F&& f) {
    Part& part = of(key);
    std::unique_lock lock(part.mutex);
    auto it = part.map.find(key);
    if (it == part.map.end()) {
      V fresh = f(V{}), result = fresh;
      part.map.emplace(key, std::move(fresh));
      return result;
    }
    V changed = f(std::as_const(it->second)), result = changed;
    it->second = std::move(changed);
    return result;
  }

  std::size_t size() const {
    std::vector<std::shared_lock<std::shared_mutex>> locks;
    for (const auto& part : parts_) locks.emplace_back(part->mutex);
    std::size_t sum = 0;
    for (const auto& part : parts_) sum += part->map.size();
    return sum;
  }

 private:
  struct Part {
    std::shared_mutex mutex;
    std::unordered_map<K, V, Hash> map;
  };

  Part& of(const K& key) const {
    const std::uint64_t mixed = Hash{}(key)*0x9E3779B97F4A7C15u;
    return *parts_[(mixed >> 32) % parts_.size()];
  }

  std::vector<std::unique_ptr<Part>> parts_;
};

}  // namespace pots
