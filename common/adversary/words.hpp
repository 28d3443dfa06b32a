// The small pieces that every report is put together from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pots::adv {

// "5,875": long numbers are read in groups.
std::string grouped(std::uint64_t number);

// "1 pause", "2 pauses".
std::string count_of(std::uint64_t n, const std::string& noun);

// "... 1 step more ...", "... 2 steps more ...": a table's rows that are only
// counted.
std::string left_out(std::uint64_t steps);

// "Cause: ..." with its words filled into lines as wide as the table.
std::string paragraph(const std::string& label, std::string_view text);

// "hits.hpp:12" from "lessons/04_races/hits.hpp:12"; ":12" if that is `file`.
std::string short_place(std::string_view where, std::string_view file);

// The whole report about a program that breaks once and not again, although
// the same `choices` were made in the same `run`.
std::string words_for_two_answers(const std::string& choices,
                                  const std::string& run);

}  // namespace pots::adv
