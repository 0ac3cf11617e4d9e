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


def built(name):
    """A part of the benchmark that is built with the program, beside it."""
    return pathlib.Path(program()).resolve().parent / "bench" / name


def folder():
    path = ROOT / "build" / "bench"
    path.mkdir(parents=True, exist_ok=True)
    return path


def build_c(source, result, *options):
    subprocess.run([os.environ.get("CC", "cc"), "-O2", *options, str(source), "-o", str(result)], check=True)
    return result


def hash_of(path):
    """By parts: what this process holds would count as memory of those that it starts."""
    found = hashlib.sha256()
    with open(path, "rb") as data:
        while part := data.read(1 << 20):
            found.update(part)
    return found.hexdigest()


def make_data(records):
    """NDJSON of so many systems: the same bytes on every machine."""
    generate = build_c(HERE / "systems" / "generate.c", folder() / "generate", "-std=c17")
    data = folder() / f"data-{records}.ndjson"
    with open(data, "wb") as out:
        subprocess.run([generate, str(records)], stdout=out, check=True)
    found = hash_of(data)
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
    return stats_of(done.stderr)


def stats_of(lines):
    """The object that `--stats=json` printed among the messages."""
    return json.loads(next(line for line in lines.splitlines() if line.startswith('{"records"')))


def medians(runs, keys):
    return {key: statistics.median(run[key] for run in runs) for key in keys}


def machine():
    model = platform.processor() or platform.machine()
    cpus = pathlib.Path("/proc/cpuinfo")
    if cpus.exists():
        names = [line.split(":", 1)[1].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    return {"cpu": model, "cpus": os.cpu_count(), "system": platform.platform(), **compiler()}


def compiler():
    """What the program was built by, and with, as its cache says."""
    cache = pathlib.Path(program()).resolve().parent / "CMakeCache.txt"
    if not cache.exists():
        return {}
    said = dict(line.split("=", 1) for line in cache.read_text().splitlines() if "=" in line and not line.startswith(("#", "/")))
    kind = said.get("CMAKE_BUILD_TYPE:STRING", "")
    command = said.get("CMAKE_C_COMPILER:FILEPATH") or said.get("CMAKE_C_COMPILER:STRING") or "cc"
    done = subprocess.run([command, "--version"], capture_output=True, text=True)
    flags = f"{said.get('CMAKE_C_FLAGS:STRING', '')} {said.get(f'CMAKE_C_FLAGS_{kind.upper()}:STRING', '')}".strip()
    return {"compiler": done.stdout.splitlines()[0] if done.stdout else command, "flags": flags, "flags_of_c": "-O2"}


def commit():
    """The commit that is checked out, with a + where files differ from it."""
    done = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    changed = subprocess.run(["git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True)
    return done.stdout.strip() + ("+" if changed.stdout.strip() else "") if done.returncode == 0 else "unknown"


def keep(name, result):
    """Writes a result into bench/results/ under its name and the time; gives the path from the top of the project."""
    now = datetime.datetime.now(datetime.timezone.utc)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    path = results / f"{name}-{now:%Y-%m-%dT%H%M%SZ}.json"
    whole = {"date": now.isoformat(timespec="seconds"), "commit": commit(), "machine": machine(), **result}
    path.write_text(json.dumps(whole, indent=1) + "\n")
    return path.relative_to(ROOT)
