#include "optim/linear_metrics.hpp"

#include "base/elementary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace pipelab::optim {

std::pair<double, double>& RocArea::cell(std::uint32_t number) {
    if (pages_.empty()) pages_.resize(pages_count_);
    auto& page = pages_[number / page_];
    if (page.empty()) page.resize(page_);
    return page[number % page_];
}

namespace {

/// The order of floats is that of their bits, those of negative ones turned over.
std::uint32_t cell_number(double score) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(score == 0 ? 0.0 : score));
    return (bits >> 31 != 0 ? ~bits : bits | 0x80000000) >> 12;
}

}  // namespace

void RocArea::expect(double score) const {
    if (pages_.empty()) return;
    const std::uint32_t number = cell_number(score);
    const auto& page = pages_[number / page_];
    if (!page.empty()) __builtin_prefetch(&page[number % page_], 1);
}

void RocArea::add(double score, bool positive, double weight) {
    auto& [negatives, positives] = cell(cell_number(score));
    (positive ? positives : negatives) += weight;
}

void RocArea::join(const RocArea& other) { restore(other.cells()); }

std::vector<RocArea::Cell> RocArea::cells() const {
    std::vector<Cell> cells;
    for (std::size_t page = 0; page < pages_.size(); ++page)
        for (std::size_t i = 0; i < pages_[page].size(); ++i) {
            const auto& [negatives, positives] = pages_[page][i];
            if (negatives > 0 || positives > 0)
                cells.push_back(
                    {static_cast<std::uint32_t>(page * page_ + i), negatives, positives});
        }
    return cells;
}

void RocArea::restore(std::span<const Cell> cells) {
    for (const Cell& more : cells) {
        auto& [negatives, positives] = cell(more.number);
        negatives += more.negatives;
        positives += more.positives;
    }
}

std::optional<RocArea::Area> RocArea::area() const {
    double below = 0, above = 0, pairs = 0, equal = 0;
    for (const auto& page : pages_)
        for (const auto& [negatives, positives] : page) {
            pairs += positives * below;
            equal += positives * negatives;
            below += negatives;
            above += positives;
        }
    const double all = below * above;
    if (!(all > 0)) return std::nullopt;
    return Area{(pairs + equal / 2) / all, equal / 2 / all};
}

std::size_t predicted_class(Task task, std::span<const double> margins) {
    if (task == Task::binary) return margins[0] >= 0 ? 1 : 0;
    return static_cast<std::size_t>(std::max_element(margins.begin(), margins.end()) -
                                    margins.begin());
}

LinearMetrics::LinearMetrics(const LinearLoss& loss, std::size_t outputs) : loss_(loss) {
    const Task task = loss.task();
    const std::size_t classes = task == Task::binary ? 2 : task == Task::multiclass ? outputs : 0;
    confusion_.assign(classes, std::vector<double>(classes));
}

double LinearMetrics::add(std::span<const double> margins, double label, double weight) {
    double loss = 0;
    const Task task = loss_.task();
    if (task == Task::multiclass) {
        double greatest = *std::max_element(margins.begin(), margins.end()), sum = 0;
        for (const double margin : margins) sum += base::exp(margin - greatest);
        loss = greatest + base::log(sum) - margins[static_cast<std::size_t>(label)];
    } else {
        loss = loss_.value(margins[0], label);
    }
    ++sums_.rows;
    sums_.weight += weight;
    sums_.loss += weight * loss;
    if (task == Task::regression) {
        const double error = margins[0] - label;
        sums_.squares += weight * error * error;
        sums_.sizes += weight * std::abs(error);
        // Welford 1962, weighted by West 1979.
        const double away = label - sums_.labels;
        if (sums_.weight > 0) sums_.labels += away * (weight / sums_.weight);
        sums_.label_squares += weight * away * (label - sums_.labels);
        return loss;
    }
    const std::size_t said = predicted_class(task, margins);
    const auto truth =
        task == Task::binary ? std::size_t{label > 0} : static_cast<std::size_t>(label);
    if (confusion_.size() < margins.size()) {
        confusion_.resize(margins.size());
        for (auto& line : confusion_) line.resize(confusion_.size());
    }
    confusion_[truth][said] += weight;
    if (said == truth) sums_.correct += weight;
    if (task == Task::binary) scores_.add(margins[0], label > 0, weight);
    return loss;
}

void LinearMetrics::join(const LinearMetrics& other) {
    const Sums& more = other.sums_;
    const double weight = sums_.weight + more.weight;
    if (weight > 0) {
        // Chan, Golub, LeVeque 1979.
        const double away = more.labels - sums_.labels;
        sums_.label_squares +=
            more.label_squares + away * away * sums_.weight * (more.weight / weight);
        sums_.labels += away * (more.weight / weight);
    }
    sums_.rows += more.rows;
    sums_.weight = weight;
    sums_.loss += more.loss;
    sums_.correct += more.correct;
    sums_.squares += more.squares;
    sums_.sizes += more.sizes;
    confusion_.resize(std::max(confusion_.size(), other.confusion_.size()));
    for (auto& line : confusion_) line.resize(confusion_.size());
    for (std::size_t i = 0; i < other.confusion_.size(); ++i)
        for (std::size_t k = 0; k < other.confusion_[i].size(); ++k)
            confusion_[i][k] += other.confusion_[i][k];
    scores_.join(other.scores_);
}

void LinearMetrics::restore(Saved saved) {
    sums_ = saved.sums;
    confusion_ = std::move(saved.confusion);
    scores_ = RocArea();
    scores_.restore(saved.scores);
}

std::optional<double> LinearMetrics::mean_loss() const {
    if (!(sums_.weight > 0)) return std::nullopt;
    return sums_.loss / sums_.weight;
}

std::optional<double> LinearMetrics::accuracy() const {
    if (loss_.task() == Task::regression || !(sums_.weight > 0)) return std::nullopt;
    return sums_.correct / sums_.weight;
}

std::optional<double> LinearMetrics::rmse() const {
    if (loss_.task() != Task::regression || !(sums_.weight > 0)) return std::nullopt;
    return std::sqrt(sums_.squares / sums_.weight);
}

std::optional<double> LinearMetrics::mean_absolute_error() const {
    if (loss_.task() != Task::regression || !(sums_.weight > 0)) return std::nullopt;
    return sums_.sizes / sums_.weight;
}

std::optional<double> LinearMetrics::r_squared() const {
    if (loss_.task() != Task::regression || !(sums_.label_squares > 0)) return std::nullopt;
    return 1 - sums_.squares / sums_.label_squares;
}

std::optional<RocArea::Area> LinearMetrics::roc_area() const { return scores_.area(); }

}  // namespace pipelab::optim
