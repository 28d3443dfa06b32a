// Each recipe is a tiny machine: a list of moves over what both cooks share.
#include "pots/salt.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "pots/two_actors.hpp"

namespace pots {
namespace {

struct World {
  int pinches = 0;
  std::array<bool, 2> note = {false, false};       // hangs there
  std::array<bool, 2> will_salt = {false, false};  // each cook's own memory
  std::optional<int> shaker_with;
};

// What cook `me` did, in words; nullopt: he cannot move now.
using Move = std::optional<std::string> (*)(World& world, int me);

std::optional<std::string> look(World& world, int me) {
  world.will_salt[me] = world.pinches == 0;
  return world.will_salt[me] ? "looks: no salt" : "looks: salted";
}

std::optional<std::string> salt(World& world, int me) {
  if (!world.will_salt[me]) return "skips the salt";
  ++world.pinches;
  return "salts";
}

std::optional<std::string> hang_note(World& world, int me) {
  world.note[me] = true;
  return "hangs up a note";
}

std::optional<std::string> peek(World& world, int me) {
  const bool other_is_at_it = world.note[1 - me];
  world.will_salt[me] = !other_is_at_it;
  return other_is_at_it ? "peeks: a note" : "peeks: no note";
}

std::optional<std::string> look_and_salt(World& world, int me) {
  if (!world.will_salt[me]) return "skips the salt";
  if (world.pinches > 0) return "looks: salted";
  ++world.pinches;
  return "looks: no salt; salts";
}

std::optional<std::string> take_note_down(World& world, int me) {
  world.note[me] = false;
  return "takes the note down";
}

std::optional<std::string> take_shaker(World& world, int me) {
  if (world.shaker_with) return std::nullopt;
  world.shaker_with = me;
  return "takes the shaker";
}

std::optional<std::string> hang_shaker(World& world, int) {
  world.shaker_with.reset();
  return "hangs the shaker back";
}

std::vector<Move> moves_of(int recipe) {
  switch (recipe) {
    case 1:
      return {look, salt};
    case 2:
      return {hang_note, peek, look_and_salt, take_note_down};
    case 3:
      return {take_shaker, look, salt, hang_shaker};
    default:
      throw std::invalid_argument("there are recipes 1, 2 and 3");
  }
}

}  // namespace

Soup play(int recipe, std::string_view schedule) {
  const std::vector<Move> moves = moves_of(recipe);
  World world;
  Soup soup;
  std::array<std::size_t, 2> next = {0, 0};

  // One move of one cook; false if he cannot move.
  const auto move = [&](int me) {
    if (next[me] == moves.size()) return false;
    const std::optional<std::string> text = moves[next[me]](world, me);
    if (!text) return false;
    ++next[me];
    soup.rows.push_back({"AB"[me], *text});
    return true;
  };

  for (const char letter : schedule) {
    if (letter != 'A' && letter != 'B') {
      throw std::invalid_argument("a schedule has letters A and B only");
    }
    if (!move(letter - 'A') && next[letter - 'A'] < moves.size()) {
      soup.rows.push_back({letter, "waits: the shaker is gone"});
    }
  }
  while (move(0) || move(1)) {
  }
  soup.pinches = world.pinches;
  return soup;
}

std::vector<std::string> complete_schedules(int recipe) {
  return complete_words(moves_of(recipe).size());
}

std::string table(const Soup& soup) {
  TwoColumns columns(26);
  for (const SaltRow& row : soup.rows) columns.row(row.cook, row.text);
  return columns.text() + "pinches of salt: " + std::to_string(soup.pinches) +
         '\n';
}

}  // namespace pots
