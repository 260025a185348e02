#include "yare/data/edit_distance.h"

#include <algorithm>
#include <vector>

#include "yare/base/ascii.h"

namespace yare::inline data {

std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t most) {
    const std::size_t longer = std::max(left.size(), right.size());
    if (longer - std::min(left.size(), right.size()) > most) return longer;
    most = std::min(most, longer);
    // Only what is at most `most` off the diagonal can matter; what lies beyond has more edits than that.
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        const std::size_t first = i > most ? i - most : 1;
        const std::size_t last = std::min(right.size(), i + most);
        std::size_t diagonal = row[first - 1];
        row[first - 1] = first == 1 ? i : longer + 1;
        for (std::size_t j = first; j <= last; ++j) {
            const std::size_t replaced =
                diagonal + (ascii::lower(left[i - 1]) == ascii::lower(right[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[right.size()];
}

}  // namespace yare::inline data
