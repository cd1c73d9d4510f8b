#include "optim/table_encoder.hpp"

#include "io/delimited.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pipelab::optim {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::span<const Cell> cells_of(const TableRows& rows, std::size_t row) {
    const std::size_t begin = row == 0 ? 0 : rows.ends[row - 1];
    return {rows.cells.data() + begin, rows.ends[row] - begin};
}

std::vector<std::string> numbers_up_to(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= count; ++i) names.push_back(std::to_string(i));
    return names;
}

/// Puts the rows of a table together, one at a time.
class RowBuilder {
  public:
    RowBuilder(const RowSource& source, FeatureMap& features, LabelMap& labels, bool grow,
               const TableRows& table)
        : source_(source), features_(features), labels_(labels), grow_(grow), table_(table) {
        rows.start = table.start;
    }

    LinearRows rows;

    void begin(std::size_t row) {
        row_ = row;
        label_.reset();
        weight_ = 1;
        if (source_.intercept) put(intercept_feature, 1.0);
    }

    void label(const Cell& cell) {
        if (cell.kind == Cell::Kind::missing) return;
        LabelMap::Refusal refusal;
        label_ = cell.kind == Cell::Kind::number ? labels_.label(cell.number, grow_, refusal)
                                                 : labels_.label(cell.text, grow_, refusal);
        if (!label_) fail(cell, refusal.message);
    }

    void weight(const Cell& cell) {
        if (cell.kind != Cell::Kind::number || cell.number < 0)
            fail(cell, "expected a weight of at least 0, found " + io::detail::quoted(cell.text));
        weight_ = cell.number;
    }

    /// A number; the feature of its column is looked up when it is first there.
    void number(const Cell& cell, std::string_view column, std::uint32_t& feature) {
        if (!present(cell, column)) return;
        if (cell.kind == Cell::Kind::text)
            fail(cell, "expected a number in column '" + std::string(column) + "', found " +
                           io::detail::quoted(cell.text) +
                           " (--categorical makes categories of its values)");
        if (feature == FeatureMap::unknown) feature = features_.number(column, grow_);
        if (feature != FeatureMap::unknown) put(feature, cell.number);
    }

    void category(const Cell& cell, std::string_view column) {
        if (!present(cell, column)) return;
        const std::uint32_t feature = features_.category(column, cell.text, grow_);
        if (feature != FeatureMap::unknown) return put(feature, 1.0);
        if (source_.unknown == Gap::error)
            fail(cell, "the model does not know the category " + io::detail::quoted(cell.text) +
                           " of column '" + std::string(column) + "'");
    }

    void end() {
        if (!label_ && rows.unlabelled.empty()) rows.unlabelled.assign(rows.size(), 0);
        if (!label_ || !rows.unlabelled.empty()) rows.unlabelled.push_back(label_ ? 0 : 1);
        rows.labels.push_back(label_.value_or(0.0));
        if (!source_.weight.empty()) rows.weights.push_back(weight_);
        rows.ends.push_back(rows.index.size());
        rows.lines.push_back(table_.lines[row_]);
    }

  private:
    [[noreturn]] void fail(const Cell& cell, const std::string& message) const {
        throw base::DataError(table_.position(row_, cell), message);
    }

    bool present(const Cell& cell, std::string_view column) const {
        if (cell.kind != Cell::Kind::missing) return true;
        if (source_.missing == Gap::error)
            fail(cell,
                 "no value in column '" + std::string(column) + "' (--missing skip leaves it out)");
        return false;
    }

    void put(std::uint32_t feature, double value) {
        rows.index.push_back(feature);
        rows.value.push_back(value);
    }

    const RowSource& source_;
    FeatureMap& features_;
    LabelMap& labels_;
    bool grow_;
    const TableRows& table_;
    std::size_t row_ = 0;
    std::optional<double> label_;
    double weight_ = 1;
};

}  // namespace

TableEncoder::Role TableEncoder::role_of(std::string_view name) const {
    if (name == columns_.label) return Role::label;
    if (!columns_.weight.empty() && name == columns_.weight) return Role::weight;
    if (contains(columns_.ignored, name)) return Role::ignored;
    return contains(columns_.categorical, name) ? Role::category : Role::number;
}

void TableEncoder::restore(TableColumns columns) {
    columns_ = std::move(columns);
    if (!source_.label.empty()) columns_.label = source_.label;
    if (!source_.weight.empty()) columns_.weight = source_.weight;
    refuse_weight_as_label();
}

/// Options call columns by name or by number.
void TableEncoder::resolve(std::string& option, const base::Position& where) const {
    if (option.empty() || contains(columns_.names, option)) return;
    const auto number = io::field_number(option);
    if (number && *number > 0 && *number <= columns_.names.size()) {
        option = columns_.names[*number - 1];
        return;
    }
    if (!source_.header)
        throw base::UsageError("column '" + option +
                               (number ? "' is none of " + std::to_string(columns_.names.size())
                                       : "' needs --header (or its number)"));
    io::find_name(columns_.names, option, where);
}

void TableEncoder::begin_table(std::vector<std::string> names, const base::Position& where) {
    columns_ = {std::move(names),   {}, source_.label, source_.weight, source_.ignored,
                source_.categorical};
    if (columns_.label.empty())
        columns_.label = contains(columns_.names, "label") ? "label" : columns_.names.front();
    resolve(columns_.label, where);
    resolve(columns_.weight, where);
    refuse_weight_as_label();
    for (std::string& name : columns_.ignored) resolve(name, where);
    for (std::string& name : columns_.categorical) resolve(name, where);
}

void TableEncoder::begin_file(std::vector<std::string> names, const base::Position& where) {
    if (columns_.names.empty()) begin_table(names, where);
    here_.clear();
    for (std::string& name : names) {
        // A model does not look at what it has not learnt from.
        const bool known = contains(columns_.names, name);
        const Role role = known || grow_ ? role_of(name) : Role::ignored;
        here_.push_back({role, std::move(name)});
    }
    for (const std::string& name : columns_.names) {
        const auto same = [&](const Column& column) { return column.name == name; };
        const Role role = role_of(name);
        const bool needed = role < Role::label || (grow_ && role != Role::ignored);
        if (needed && std::none_of(here_.begin(), here_.end(), same))
            throw base::DataError(where, "there is no column '" + name + "', which the " +
                                             (grow_ ? "rows before" : "model") + " had");
    }
    if (!columns_.texts.empty()) apply_types();
}

void TableEncoder::apply_types() {
    for (Column& column : here_) {
        const auto at = std::find(columns_.names.begin(), columns_.names.end(), column.name);
        if (at != columns_.names.end() && column.role == Role::number &&
            columns_.texts[static_cast<std::size_t>(at - columns_.names.begin())])
            column.role = Role::category;
    }
}

void TableEncoder::learn_types(std::span<const Cell> cells) {
    columns_.texts.assign(columns_.names.size(), false);
    for (std::size_t i = 0; i < cells.size() && i < columns_.names.size(); ++i)
        columns_.texts[i] = cells[i].kind == Cell::Kind::text;
    apply_types();
}

/// A row that lacks one field of the model's rows lacks the label.
void TableEncoder::begin_unnamed(std::size_t fields, const base::Position& where) {
    std::vector<std::string> names = numbers_up_to(fields);
    if (!grow_ && fields + 1 == columns_.names.size()) {
        names = columns_.names;
        std::erase(names, columns_.label);
    } else if (!columns_.names.empty() && fields != columns_.names.size()) {
        throw base::DataError(where, "expected " + std::to_string(columns_.names.size()) +
                                         " fields, found " + std::to_string(fields));
    }
    begin_file(std::move(names), where);
}

/// A column of a JSON row, by its key.
TableEncoder::Column TableEncoder::keyed(const Cell& cell, std::size_t place) const {
    Column column{Role::number,
                  cell.name.empty() ? std::to_string(place + 1) : std::string(cell.name)};
    column.role = role_of(column.name);
    if (column.role == Role::number && cell.kind == Cell::Kind::text) column.role = Role::category;
    return column;
}

void TableEncoder::begin_keyed(std::span<const Cell> cells) {
    const bool array = !cells.empty() && cells.front().name.empty();
    columns_.label = !source_.label.empty() ? source_.label : array ? "1" : "label";
    columns_.weight = source_.weight;
    refuse_weight_as_label();
    columns_.ignored = source_.ignored;
    columns_.categorical = source_.categorical;
}

/// One column cannot be both.
void TableEncoder::refuse_weight_as_label() const {
    if (!columns_.weight.empty() && columns_.weight == columns_.label)
        throw base::UsageError("--label and --weight are the same column, '" + columns_.label +
                               "'");
}

/// The columns of a delimited row, which stand in their places.
void TableEncoder::begin_row(std::span<const Cell> cells, const base::Position& where) {
    if (here_.empty()) begin_unnamed(cells.size(), where);
    if (columns_.texts.empty()) learn_types(cells);
    if (cells.size() != here_.size())
        throw base::DataError(where, "expected " + std::to_string(here_.size()) +
                                         " fields, found " + std::to_string(cells.size()));
}

LinearRows TableEncoder::encode(const TableRows& table, bool json, bool first) {
    if (first) here_.clear();
    if (first && !table.header.empty())
        begin_file(table.header, {table.start.file, table.start.line, 0});
    RowBuilder builder(source_, features_, labels_, grow_, table);
    const auto add = [&](const Cell& cell, Column& column) {
        switch (column.role) {
            case Role::number:
                return builder.number(cell, column.name, column.feature);
            case Role::category:
                return builder.category(cell, column.name);
            case Role::label:
                return builder.label(cell);
            case Role::weight:
                return builder.weight(cell);
            case Role::ignored:
                return;
        }
    };
    const auto add_row = [&](std::size_t row) {
        const std::span<const Cell> cells = cells_of(table, row);
        if (json && columns_.label.empty()) begin_keyed(cells);
        if (!json) begin_row(cells, {table.start.file, table.start.line + table.lines[row], 0});
        builder.begin(row);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (json) {
                Column column = keyed(cells[i], i);
                add(cells[i], column);
            } else {
                add(cells[i], here_[i]);
            }
        }
        builder.end();
    };
    try {
        for (std::size_t row = 0; row < table.ends.size(); ++row) add_row(row);
        builder.rows.failure = table.failure;
    } catch (const base::DataError& error) {
        builder.rows.keep(builder.rows.size());
        builder.rows.failure = error;
    }
    return std::move(builder.rows);
}

}  // namespace pipelab::optim
