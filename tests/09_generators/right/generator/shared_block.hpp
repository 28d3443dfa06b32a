// What the two sides tell each other stands in a block that the Generator owns
// and the promise points to; the frame holds nothing but the body.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <ranges>
#include <utility>

namespace pots {

template <class T>
class [[nodiscard]] Generator : public std::ranges::view_base {
  struct Block {
    std::coroutine_handle<> body;
    const T* value = nullptr;  // null: the body has ended
    std::exception_ptr thrown;

    ~Block() {
      if (body) body.destroy();
    }
    void go_on() {
      value = nullptr;
      body.resume();
      if (thrown) std::rethrow_exception(std::move(thrown));
    }
  };

 public:
  class promise_type {
   public:
    Generator get_return_object() {
      auto block = std::make_unique<Block>();
      block->body = std::coroutine_handle<promise_type>::from_promise(*this);
      block_ = block.get();
      return Generator(std::move(block));
    }
    auto initial_suspend() noexcept { return std::suspend_always(); }
    auto final_suspend() noexcept { return std::suspend_always(); }
    auto yield_value(const T& v) noexcept {
      block_->value = std::addressof(v);
      return std::suspend_always();
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {
      block_->thrown = std::current_exception();
    }
    template <class Anything>
    std::suspend_never await_transform(Anything) = delete;

   private:
    Block* block_ = nullptr;
  };

  struct iterator {
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    const T& operator*() const { return *block->value; }
    iterator& operator++() {
      block->go_on();
      return *this;
    }
    void operator++(int) { block->go_on(); }
    bool operator==(std::default_sentinel_t) const {
      return block->value == nullptr;
    }

    Block* block;
  };

  Generator(Generator&&) noexcept = default;
  Generator& operator=(Generator&&) noexcept = default;

  iterator begin() {
    block_->go_on();
    return {block_.get()};
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  explicit Generator(std::unique_ptr<Block> block) : block_(std::move(block)) {}

  std::unique_ptr<Block> block_;
};

}  // namespace pots
