/*
 * A bare parse by the JSON library that icsrules is built with: every token of every line is looked at, and nothing is
 * made of it. bench_bare DATA [RUNS]: milliseconds of processor, median and least, as JSON.
 */
#include <rapidjson/reader.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct counting : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, counting> {
    std::size_t tokens = 0;
    bool Default()
    {
        tokens++;
        return true;
    }
};

double parse_once(const std::string &text, std::size_t *tokens)
{
    const std::clock_t begin = std::clock();
    rapidjson::StringStream stream(text.c_str());
    rapidjson::Reader reader;
    counting handler;
    while (stream.Peek() != '\0') {
        if (!reader.Parse<rapidjson::kParseStopWhenDoneFlag>(stream, handler))
            break;
        while (stream.Peek() == '\n')
            stream.Take();
    }
    *tokens = handler.tokens;
    return static_cast<double>(std::clock() - begin) * 1e3 / CLOCKS_PER_SEC;
}

} // namespace

int main(int argc, char **argv)
{
    const int runs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
    std::ifstream file(argc > 1 ? argv[1] : "", std::ios::binary);
    if (!file) {
        std::fputs("usage: bench_bare DATA [RUNS]\n", stderr);
        return 2;
    }
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<double> times;
    std::size_t tokens = 0;
    for (int run = 0; run < runs; run++)
        times.push_back(parse_once(text, &tokens));
    std::sort(times.begin(), times.end());
    std::printf("{\"median\": %.3f, \"least\": %.3f, \"tokens\": %zu}\n", times[times.size() / 2], times[0], tokens);
    return 0;
}
