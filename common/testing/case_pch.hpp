// What tests include, compiled once: see answer_pch.hpp.
#include <gtest/gtest.h>

#include "common/testing/answer_pch.hpp"
#include "pots/adversary.hpp"
#include "pots/testing.hpp"
