// RapidJSON's reader behind C: iterative, numbers as texts, encoding checked; nothing is thrown across.
#include "differential.h"

#include <cstring>
#include <string>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <rapidjson/encodedstream.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#pragma GCC diagnostic pop

namespace {
struct Events {
    std::string text;

    bool put(char kind, const char *bytes, std::size_t length)
    {
        text += kind;
        text.append(bytes, length);
        text += '\n';
        return true;
    }
    bool Null()
    {
        return put('n', "", 0);
    }
    bool Bool(bool value)
    {
        return put(value ? 't' : 'f', "", 0);
    }
    bool Int(int)
    {
        return false;
    }
    bool Uint(unsigned)
    {
        return false;
    }
    bool Int64(int64_t)
    {
        return false;
    }
    bool Uint64(uint64_t)
    {
        return false;
    }
    bool Double(double)
    {
        return false;
    }
    bool RawNumber(const char *bytes, rapidjson::SizeType length, bool)
    {
        return put('#', bytes, length);
    }
    bool String(const char *bytes, rapidjson::SizeType length, bool)
    {
        return put('"', bytes, length);
    }
    bool StartObject()
    {
        return put('{', "", 0);
    }
    bool Key(const char *bytes, rapidjson::SizeType length, bool)
    {
        return put(':', bytes, length);
    }
    bool EndObject(rapidjson::SizeType)
    {
        return put('}', "", 0);
    }
    bool StartArray()
    {
        return put('[', "", 0);
    }
    bool EndArray(rapidjson::SizeType)
    {
        return put(']', "", 0);
    }
};
} // namespace

extern "C" int rapidjson_read(const char *text, std::size_t size, char *out, std::size_t out_size)
{
    rapidjson::MemoryStream memory(text, size);
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(memory);
    rapidjson::Reader reader;
    Events events;
    const auto result = reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag |
                                     rapidjson::kParseValidateEncodingFlag>(stream, events);
    const std::size_t length = events.text.size() < out_size ? events.text.size() : out_size - 1;
    std::memcpy(out, events.text.data(), length);
    out[length] = 0;
    if (result.Code() == rapidjson::kParseErrorNumberTooBig)
        return -1;
    return result.IsError() ? 0 : 1;
}
