"""What is measured of whole processes: few systems with compiling, memory of a stream, ten times the data, compiling."""
import json
import pathlib
import resource
import statistics
import subprocess
import tempfile

import counts
import growth
import workload

FEW = 42


def processor_ms(*command):
    """Of a process and what it starts: user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in workload.SETTLED:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {done.returncode}")
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def few_systems(baseline, runs):
    """Compile and judge, report included, against the C program that reads and judges once."""
    data, pack = workload.make_data(FEW), workload.folder() / "few.icsb"
    ours, theirs = [], []
    for _ in range(max(runs, 11)):
        ours.append(processor_ms(workload.program(), "compile", counts.HERE / "systems" / "systems.rules", "-o", pack) +
                    processor_ms(workload.program(), "eval", pack, "--table", f"system={data}"))
        theirs.append(processor_ms(baseline, data, 1))
    mine, other = statistics.median(ours), statistics.median(theirs)
    return {"value": mine / other, "ours_ms": mine, "c_ms": other, "clock": "processor"}


def compile_ms(rules, runs):
    """Median of the compiler alone, in milliseconds of processor."""
    command = [workload.built("bench_compile"), rules, workload.ROOT / "rules", str(runs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return {"value": found["compile_ms"], "least_ms": found["least_ms"], "clock": "processor"}


def compile_times(runs):
    with tempfile.TemporaryDirectory() as folder:
        many = growth.write_rules(pathlib.Path(folder) / "1000.rules", 1000)
        return (compile_ms(counts.HERE / "systems" / "systems.rules", max(runs, 11) * 4),
                compile_ms(many, max(runs, 11)))


def memory_of_pipe(pack, data):
    """MiB at most where the data come from a pipe."""
    with open(data, "rb") as source:
        cat = subprocess.Popen(["cat"], stdin=source, stdout=subprocess.PIPE)
    command = [workload.program(), "eval", pack, "--table", "system=-", "--stats=json"]
    done = subprocess.run(command, stdin=cat.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    cat.stdout.close()
    cat.wait()
    if done.returncode not in workload.SETTLED:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr}")
    return {"value": workload.stats_of(done.stderr)["peak_rss_kib"] / 1024, "bytes": data.stat().st_size}


def ten_times(pack, data, tenfold, runs):
    """Load and judge; the report tells as much of the one as of the other."""
    times = {data: [], tenfold: []}
    for _ in range(runs):
        for path, taken in times.items():
            found = workload.run_ours(pack, path)
            taken.append(found["load_ms"] + found["judge_ms"])
    once, ten = statistics.median(times[data]), statistics.median(times[tenfold])
    return {"value": ten / once, "once_ms": once, "ten_ms": ten}
