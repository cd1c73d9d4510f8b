#pragma once

#include "base/progress.hpp"
#include "io/chunk.hpp"
#include "optim/feature_map.hpp"
#include "optim/linear_labels.hpp"
#include "optim/linear_rows.hpp"
#include "optim/row_source.hpp"
#include "optim/table_encoder.hpp"

#include <functional>

namespace pipelab::optim {

/// What the rows are written in: what `source` says, else by the beginning of the input. { or [ is
/// JSON; a header or delimiter, delimited; else libsvm if the second token of the first row is
/// INDEX:VALUE or begins with digits and a colon, or there is none.
RowFormat recognised_format(const RowSource& source, io::ChunkReader& reader);

/// Reads rows and turns them into LinearRows.
///
/// libsvm: see parse_libsvm. Tables: columns of numbers are features of their names (numbers where
/// there is no header), columns of texts categories: what the first row shows of a column holds
/// for all, and a text in a column of numbers is a DataError (in JSON each value goes by its own
/// type). A row without the label column has no label, which learning refuses; a row of an
/// unnamed table that is one field shorter than the model's has none either.
class LinearInput {
  public:
    /// `features` and `labels` grow by what is read if `grow`; they must outlive the object.
    LinearInput(RowSource source, FeatureMap& features, LabelMap& labels, bool grow);

    /// Calls sink(rows) for the rows of all inputs, piece by piece in order, one at a time; the
    /// next pieces are parsed meanwhile on other threads. May be called again where all inputs are
    /// files. DataError with the place for what is no row or label, when the sink has had the rows
    /// before it, and no more. The phase "reading".
    void read(base::Control control, const std::function<void(LinearRows&&)>& sink);

    /// The format of the input read last.
    RowFormat format() const { return format_; }
    /// The columns of delimited rows: set by the first input, or restored.
    const TableColumns& columns() const { return encoder_.columns(); }
    /// Before read(): what a model knows of its rows.
    void restore(RowFormat format, TableColumns columns);

  private:
    LinearRows encode_libsvm(LinearRows rows);

    RowSource source_;
    FeatureMap& features_;
    LabelMap& labels_;
    bool grow_;
    RowFormat format_ = RowFormat::automatic;
    TableEncoder encoder_;
};

}  // namespace pipelab::optim
