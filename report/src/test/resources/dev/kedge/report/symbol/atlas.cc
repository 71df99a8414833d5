// Maps and their sheets: small functions that compilers inline into each other.
#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace atlas {

struct Sheet {
  double width, height;
  double area() const { return width * height; }
};

template <class T>
class Folder {
 public:
  void add(const T &item) { items.push_back(item); }
  double total() const {
    double sum = 0;
    for (const T &item : items) sum += weight(item);
    return sum;
  }

 private:
  static double weight(const T &item) { return item.area() / (1 + item.width); }
  std::vector<T> items;
};

static inline int scale(int zoom) { return zoom * 3 + 1; }
static inline int zoomed(int zoom) { return scale(zoom) + scale(zoom / 2); }

__attribute__((noinline)) double fold(int sheets) {
  Folder<Sheet> folder;
  for (int i = 0; i < sheets; i++) folder.add(Sheet{i + 1.0, zoomed(i) + 0.5});
  return folder.total();
}

__attribute__((noinline)) long index(int places) {
  std::map<std::string, int> names;
  for (int i = 0; i < places; i++) names["place " + std::to_string(zoomed(i) % 17)] += i;
  return std::accumulate(names.begin(), names.end(), 0L,
                         [](long sum, const auto &name) { return sum + name.second; });
}

__attribute__((noinline)) int northernmost(std::vector<int> &places) {
  std::sort(places.begin(), places.end(), [](int a, int b) { return zoomed(a) < zoomed(b); });
  return places.empty() ? 0 : places.back();
}

}  // namespace atlas

int main(int count, char **) {
  std::vector<int> places(static_cast<size_t>(count) * 8);
  std::iota(places.rbegin(), places.rend(), count);
  double all = atlas::fold(count) + static_cast<double>(atlas::index(count));
  return static_cast<int>(all) + atlas::northernmost(places);
}
