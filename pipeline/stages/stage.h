// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <concepts>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace indgang::stages {

/// A stage turns one type into the next and knows nothing of the others. It takes its collaborators
/// (models, registers, forms) in the constructor.
template <typename S>
concept Stage = requires(S stage, typename S::In in) {
    { S::name } -> std::convertible_to<std::string_view>;
    { stage.run(std::move(in)) } -> std::same_as<typename S::Out>;
};

/// Stages that meet end to end; a list that does not meet does not compile.
template <Stage First, Stage... Rest>
class Path {
  public:
    using In = typename First::In;
    using Out = typename std::tuple_element_t<sizeof...(Rest), std::tuple<First, Rest...>>::Out;

    explicit Path(First first, Rest... rest) : stages_(std::move(first), std::move(rest)...) {
        static_assert(meets<First, Rest...>(), "a stage's Out is not the next stage's In");
    }

    Out run(In in) { return run_from<0>(std::move(in)); }

  private:
    template <typename Only>
    static constexpr bool meets() {
        return true;
    }
    template <typename One, typename Two, typename... More>
    static constexpr bool meets() {
        return std::is_same_v<typename One::Out, typename Two::In> && meets<Two, More...>();
    }

    template <std::size_t I, typename T>
    auto run_from(T in) {
        if constexpr (I == sizeof...(Rest) + 1) {
            return in;
        } else {
            return run_from<I + 1>(std::get<I>(stages_).run(std::move(in)));
        }
    }

    std::tuple<First, Rest...> stages_;
};

}  // namespace indgang::stages
