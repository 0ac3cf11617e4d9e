"""What the benchmarks share: the data of a given size, the baseline in C, our program's own figures, and where figures are kept."""
import datetime
import hashlib
import json
import os
import pathlib
import platform
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
KNOWN_HASH = {10000: "cbd3f36c7579a65d94e6cabed89430af284233d5806bb06dca08d90a6456615d"}
PEER = ROOT.parent / "shared" / "bench" / "peers" / "c_cols.c"
SETTLED = (0, 1, 5)  # exit statuses of a run that judged: breaches and unknowns are results
FUSED, KERNELS = 0, 1  # the lines that a baseline prints


def program():
    """The program under test: $ICSRULES, else the one that ./dev builds."""
    return os.environ.get("ICSRULES", str(ROOT / "build" / "icsrules"))


def folder():
    path = ROOT / "build" / "bench"
    path.mkdir(parents=True, exist_ok=True)
    return path


def build_c(source, result, *options):
    subprocess.run([os.environ.get("CC", "cc"), "-O2", *options, str(source), "-o", str(result)], check=True)
    return result


def make_data(records):
    """NDJSON of so many systems: the same bytes on every machine."""
    generate = build_c(HERE / "systems" / "generate.c", folder() / "generate", "-std=c17")
    data = folder() / f"data-{records}.ndjson"
    with open(data, "wb") as out:
        subprocess.run([generate, str(records)], stdout=out, check=True)
    found = hashlib.sha256(data.read_bytes()).hexdigest()
    if records in KNOWN_HASH and found != KNOWN_HASH[records]:
        raise SystemExit(f"{data}: SHA-256 is {found}, and {KNOWN_HASH[records]} was expected")
    return data


def make_baseline(peer=PEER):
    """The name and the program of the baseline: peer where it is there, else our own."""
    if peer.exists():
        return peer.name, build_c(peer, folder() / "baseline", "-std=gnu11", "-w")
    source = HERE / "systems" / "baseline.c"
    return source.name, build_c(source, folder() / "baseline", "-std=c17", "-D_POSIX_C_SOURCE=200809L")


def run_baseline(baseline, data, runs=3):
    """What it prints: a dictionary for the fused loop, then one for its kernels where it has them."""
    done = subprocess.run([baseline, data, str(runs)], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def run_ours(pack, data, *options):
    """The figures of `eval --stats=json`, taken from standard error."""
    command = [program(), "eval", pack, "--table", f"system={data}", "--stats=json", *options]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in SETTLED:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr}")
    return json.loads(next(line for line in done.stderr.splitlines() if line.startswith('{"records"')))


def medians(runs, keys):
    return {key: statistics.median(run[key] for run in runs) for key in keys}


def machine():
    model = platform.processor() or platform.machine()
    cpus = pathlib.Path("/proc/cpuinfo")
    if cpus.exists():
        names = [line.split(":", 1)[1].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    return {"cpu": model, "cpus": os.cpu_count(), "system": platform.platform()}


def commit():
    done = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else "unknown"


def keep(name, result):
    """Writes a result into bench/results/ under its name and the time; gives the path from the top of the project."""
    now = datetime.datetime.now(datetime.timezone.utc)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    path = results / f"{name}-{now:%Y-%m-%dT%H%M%SZ}.json"
    whole = {"date": now.isoformat(timespec="seconds"), "commit": commit(), "machine": machine(), **result}
    path.write_text(json.dumps(whole, indent=1) + "\n")
    return path.relative_to(ROOT)
