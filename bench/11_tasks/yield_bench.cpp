// What one turn costs when n tasks are ready, all the time: to the end of the
// queue, and back when the others have had theirs.
//
// The tasks' frames lie in memory in the order in which they run, or shuffled,
// as they are in a program that has run for a while.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/create_task.hpp"
#include "pots/aio/run.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_tasks.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Future;
using pots::aio::Task;
using pots::aio::yield_now;

struct Turns {
  bool over = false;
};

Task<> worker(Turns* turns) {
  while (!turns->over) co_await yield_now();
}

Task<> nothing() { co_return; }

// A task has a frame and a state: leaves behind that the next states lie in
// memory in no order, too.
Task<> stir(int tasks) {
  std::vector<Future<void>> done;
  for (int i = 0; i < tasks; ++i)
    done.push_back(pots::aio::create_task(nothing()));
  co_await yield_now();
  co_await yield_now();
  put_in(Order::shuffled, done);
}

Task<double> take_turns(int tasks, Order order) {
  if (order == Order::shuffled) co_await stir(tasks);
  Turns turns;
  std::vector<Task<>> all;
  for (int i = 1; i < tasks; ++i) all.push_back(worker(&turns));
  put_in(order, all);
  std::vector<Future<void>> running;
  for (Task<>& task : all)
    running.push_back(pots::aio::create_task(std::move(task)));
  for (int i = 0; i < 3; ++i) co_await yield_now();
  const int rounds = turns_of(tasks);
  const CpuTime time;
  for (int i = 0; i < rounds; ++i) co_await yield_now();
  const double took = time.spent();
  turns.over = true;
  co_await yield_now();
  co_return took / rounds / tasks;
}

void compare_all(const std::string& job, int tasks, Order order) {
  compare(job, "Two Pots",
          [=] { return pots::aio::run(take_turns(tasks, order)); });
#ifdef POTS_PEER_ASIO
  compare(job, "Asio", [=] { return with_asio::yield(tasks, order); });
#endif
  // Python's tasks lie somewhere anyway.
  if (order == Order::shuffled) return;
  compare_python(job, "11_tasks/asyncio_peer.py",
                 {"yield", std::to_string(tasks)});
}

}  // namespace

int main(int argc, char** argv) {
  for (const int tasks : {2, 1'000, 100'000}) {
    compare_all("bm_yield/" + std::to_string(tasks), tasks, Order::straight);
  }
  compare_all("bm_yield_shuffled/100000", 100'000, Order::shuffled);
  return run_comparison(argc, argv);
}
