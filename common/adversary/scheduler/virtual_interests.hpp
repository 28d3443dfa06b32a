// What epoll sets watch, and which of it is ready.
//
// As in Linux a set has a list of those that have become ready, in that order.
// A file that something happens to joins the lists of the sets that watch it,
// at their ends, if it is not in there yet; epoll_wait takes from the front.
// What is level-triggered goes back to the end; what is edge-triggered comes
// back when something happens to it again; what was to be told once, never.
#pragma once

#include <cstdint>

#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

inline constexpr int kWhatever = 0;  // an event that concerns every interest

// nullptr: that number and file are not in the set.
Interest* find_interest(const VirtualFile& set, const VirtualFile& file,
                        int fd);
// nullptr: no more can be had.
Interest* new_interest(const VirtualFile& set, VirtualFile& file, int fd);
void forget_interest(Interest& interest);
// All that the file has part in: it is gone.
void forget_interests(const VirtualFile& file);

// What is so of the interest's file now, and was asked for.
int ready_events(const Interest& interest);
// The same for a call that looks: of a set in the set, what is not ready any
// more leaves the front of the list, as in Linux.
int look_at(const Interest& interest);
// The next to be told, with a place up to `last`; nullptr: none.
Interest* next_ready(const VirtualFile& set, std::uint64_t last);
// Whether epoll_wait would have something to tell.
bool has_ready(const VirtualFile& set);
// Puts it at the end of its set's list, unless it is in there.
void join_ready(Interest& interest);

// Something has happened to the file: of `events`, those that may be so now.
void rang(const VirtualFile& file, int events);
// The same to the other end, if there is one.
void rang_peer(const VirtualFile& file, int events);

// Whether a set watches the other file, itself or through sets in it, or is
// nested too deep.
bool leads_to(const VirtualFile& set, const VirtualFile& other, int depth = 0);

// Sets to which a change of an object makes a difference.
struct Watchers {
  std::uint64_t set = 0;  // the object of one; 0: none
  bool more = false;      // there are others
};
Watchers watchers_of(std::uint64_t object);

}  // namespace pots::adv
