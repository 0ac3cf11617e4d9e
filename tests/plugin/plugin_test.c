#include "plugin_test.h"

#include "plugin/lock_file.h"
#include "plugin/say.h"
#include "plugin/standing.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

const ics_plugin_places bench_places = {ICS_TEST_GUESTS, NULL}, own_places = {ICS_TEST_PLUGINS, NULL};

bool bench_is_isolated = true;

static const char *sectors[] = {"primary care", "police", "housing"};
static const char *roles[] = {"chief nurse", "council leader"};
static ics_enum enums[] = {{"document kind", 0, 0}, {"sector", 0, 3}};

ics_plugin_host_options bench_options(const ics_plugin_places *places)
{
    return (ics_plugin_host_options){
        .places = places, .is_in_process = !bench_is_isolated, .worker_program = ICS_TEST_WORKER, .batch_ms = 1000};
}

void bench_make(bench_program *bench, const char *plugin, uint32_t version, const char *function, const char *signature)
{
    *bench = (bench_program){.diags = ics_diags_new()};
    bench->program.model.values = sectors;
    bench->program.model.value_count = 3;
    bench->program.model.roles = roles;
    bench->program.model.role_count = 2;
    bench->program.model.enums = enums;
    bench->program.model.enum_count = 2;
    bench->import.plugin = plugin;
    bench->import.version = version;
    bench->import.function = function;
    bench->import.signature = signature;
    bench->program.imports = &bench->import;
    bench->program.import_count = 1;
    bench->dataset.texts = ics_intern_new();
    assert_int_equal(ics_intern_add(bench->dataset.texts, "Surrey Heartlands", 17), 1);
}

void bench_free(bench_program *bench)
{
    ics_diags_free(bench->diags);
    ics_intern_free(bench->dataset.texts);
}

ics_plugin_host *bench_open(bench_program *bench)
{
    ics_plugin_host *host = NULL;
    const ics_plugin_host_options options = bench_options(&bench_places);
    assert_int_equal(ics_plugin_host_open(&host, &bench->program, &bench->dataset, &options, bench->diags), ICS_OK);
    return host;
}

/* Trusts every file of a folder of plugins by its hash alone, whatever is in it. */
static void trust_all(const char *folder)
{
    ics_arena arena = {0};
    ics_lock lock;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/plugins", folder);
    DIR *plugins = opendir(path);
    assert_non_null(plugins);
    assert_true(ics_lock_make(&lock, &arena));
    for (const struct dirent *file = readdir(plugins); file != NULL; file = readdir(plugins)) {
        uint8_t hash[ICS_PLUGIN_HASH_BYTES];
        const char *name = ics_plugin_name_of_file(file->d_name, &arena);
        int copy = -1;
        if (name == NULL)
            continue;
        const int opened = openat(dirfd(plugins), file->d_name, O_RDONLY);
        assert_null(ics_plugin_seal(&copy, opened, hash));
        close(copy);
        close(opened);
        ics_lock_entry *entry = ics_lock_add(&lock);
        assert_non_null(entry);
        *entry =
            (ics_lock_entry){.name = name, .version = "0", .file = ics_plugin_say(&arena, "plugins/%s", file->d_name)};
        assert_true(ics_lock_hash_set(entry, ics_lock_platform(), hash));
    }
    closedir(plugins);
    assert_int_equal(ics_lock_save(&lock, folder, &arena, NULL), ICS_OK);
    ics_arena_free(&arena);
}

int main(void)
{
    trust_all(ICS_TEST_GUESTS);
    int failed = run_record_tests() + run_guard_tests() + run_lock_tests() + run_object_tests() + run_host_tests() +
                 run_isolation_tests();
    bench_is_isolated = false;
    failed += run_host_tests();
    return failed + run_frimley_tests();
}
