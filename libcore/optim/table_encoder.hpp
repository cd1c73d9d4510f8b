#pragma once

#include "optim/feature_map.hpp"
#include "optim/linear_labels.hpp"
#include "optim/linear_rows.hpp"
#include "optim/row_source.hpp"
#include "optim/table_rows.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// What is known of the columns of delimited rows.
struct TableColumns {
    std::vector<std::string> names;  ///< "1", "2", ... where no header names them
    std::vector<bool> texts;         ///< whether the first row had a text there
    std::string label, weight;       ///< the columns that are no features; "": none
    std::vector<std::string> ignored, categorical;
};

/// Makes LinearRows of the rows of tables: see LinearInput.
class TableEncoder {
  public:
    /// All must outlive the encoder.
    TableEncoder(RowSource& source, FeatureMap& features, LabelMap& labels, bool grow)
        : source_(source), features_(features), labels_(labels), grow_(grow) {}

    /// The rows of one chunk, chunks in order, up to the first that cannot be used, which is their
    /// failure; what it has made grow stays. `first`: a file begins with it.
    LinearRows encode(const TableRows& table, bool json, bool first);

    const TableColumns& columns() const { return columns_; }
    void restore(TableColumns columns);

  private:
    enum class Role : char { number, category, label, weight, ignored };
    struct Column {
        Role role;
        std::string name;
        std::uint32_t feature = FeatureMap::unknown;
    };

    void begin_file(std::vector<std::string> names, const base::Position& where);
    void begin_table(std::vector<std::string> names, const base::Position& where);
    void begin_unnamed(std::size_t fields, const base::Position& where);
    void resolve(std::string& option, const base::Position& where) const;
    void begin_keyed(std::span<const Cell> cells);
    void refuse_weight_as_label() const;
    void begin_row(std::span<const Cell> cells, const base::Position& where);
    Column keyed(const Cell& cell, std::size_t place) const;
    void learn_types(std::span<const Cell> cells);
    void apply_types();
    Role role_of(std::string_view name) const;

    RowSource& source_;
    FeatureMap& features_;
    LabelMap& labels_;
    bool grow_;
    TableColumns columns_;
    std::vector<Column> here_;  // the columns of this file
};

}  // namespace pipelab::optim
