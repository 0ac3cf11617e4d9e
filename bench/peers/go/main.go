// The Go engines of the benchmark: OPA (Rego) and cel-go, each over the 25 rules on every line of an NDJSON file.
//
//	peers opa|cel RULES DATA RUNS
//
// One line of JSON is printed: peer, version, rules, compile_ms, parse_ms, eval_ms (medians of RUNS after one to warm up)
// and counts by rule as [not met, met, unknown]. To parse is to go from the bytes of a line to what the engine judges.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// An engine turns a line into its own form of a document, and a document into outcomes (0, 1, 2) by rule.
type engine struct {
	peer, module string
	rules        []string
	parse        func(line []byte) (any, error)
	judge        func(document any, outcomes []int) error
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func opa(source []byte) (engine, error) {
	ctx := context.Background()
	query, err := rego.New(rego.Query("data.systems.outcomes"), rego.Module("systems.rego", string(source))).PrepareForEval(ctx)
	if err != nil {
		return engine{}, err
	}
	rules := make([]string, 25)
	for i := range rules {
		rules[i] = fmt.Sprintf("R%02d", i+1)
	}
	parse := func(line []byte) (any, error) { return ast.ValueFromReader(bytes.NewReader(line)) }
	judge := func(document any, outcomes []int) error {
		found, err := query.Eval(ctx, rego.EvalParsedInput(document.(ast.Value)))
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return fmt.Errorf("the outcomes are not defined")
		}
		for i, value := range found[0].Expressions[0].Value.([]any) {
			outcome, err := strconv.Atoi(value.(json.Number).String())
			if err != nil {
				return err
			}
			outcomes[i] = outcome
		}
		return nil
	}
	return engine{"opa", "github.com/open-policy-agent/opa", rules, parse, judge}, nil
}

func celGo(source []byte) (engine, error) {
	texts := map[string]string{}
	if err := json.Unmarshal(source, &texts); err != nil {
		return engine{}, err
	}
	env, err := cel.NewEnv(ext.Strings(), cel.CrossTypeNumericComparisons(true), cel.Variable("icb", cel.DynType),
		cel.Variable("icp", cel.DynType), cel.Variable("places", cel.DynType), cel.Variable("cases", cel.DynType))
	if err != nil {
		return engine{}, err
	}
	rules := make([]string, 0, len(texts))
	for rule := range texts {
		rules = append(rules, rule)
	}
	sort.Strings(rules)
	programs := make([]cel.Program, len(rules))
	for i, rule := range rules {
		tree, issues := env.Compile(texts[rule])
		if issues.Err() != nil {
			return engine{}, issues.Err()
		}
		if programs[i], err = env.Program(tree, cel.EvalOptions(cel.OptOptimize)); err != nil {
			return engine{}, err
		}
	}
	parse := func(line []byte) (any, error) {
		document := map[string]any{}
		err := json.Unmarshal(line, &document)
		return document, err
	}
	judge := func(document any, outcomes []int) error {
		for i, program := range programs {
			value, _, err := program.Eval(document)
			if err != nil {
				return fmt.Errorf("%s: %w", rules[i], err)
			}
			outcomes[i] = int(value.Value().(int64))
		}
		return nil
	}
	return engine{"cel-go", "cel.dev/cel-go", rules, parse, judge}, nil
}

func version(module string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, needed := range info.Deps {
			if needed.Path == module {
				return needed.Version
			}
		}
	}
	return "unknown"
}

func median(times []float64) float64 {
	sort.Float64s(times)
	return times[len(times)/2]
}

func milliseconds(since time.Time) float64 { return float64(time.Since(since).Nanoseconds()) / 1e6 }

func main() {
	if len(os.Args) != 5 {
		fail(fmt.Errorf("usage: peers opa|cel RULES DATA RUNS"))
	}
	runtime.GOMAXPROCS(1)
	source, err := os.ReadFile(os.Args[2])
	fail(err)
	data, err := os.ReadFile(os.Args[3])
	fail(err)
	runs, err := strconv.Atoi(os.Args[4])
	fail(err)
	makeEngine := map[string]func([]byte) (engine, error){"opa": opa, "cel": celGo}[os.Args[1]]
	if makeEngine == nil {
		fail(fmt.Errorf("there is no engine %q", os.Args[1]))
	}
	started := time.Now()
	chosen, err := makeEngine(source)
	fail(err)
	compiled := milliseconds(started)
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	var parses, judgements []float64
	var counts [][3]int
	for run := 0; run <= runs; run++ {
		started = time.Now()
		documents := make([]any, len(lines))
		for i, line := range lines {
			documents[i], err = chosen.parse([]byte(line))
			fail(err)
		}
		parsed := milliseconds(started)
		counts = make([][3]int, len(chosen.rules))
		outcomes := make([]int, len(chosen.rules))
		started = time.Now()
		for _, document := range documents {
			fail(chosen.judge(document, outcomes))
			for rule, outcome := range outcomes {
				counts[rule][outcome]++
			}
		}
		if run > 0 {
			parses, judgements = append(parses, parsed), append(judgements, milliseconds(started))
		}
	}
	byRule := map[string][3]int{}
	for i, rule := range chosen.rules {
		byRule[rule] = counts[i]
	}
	fail(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"peer": chosen.peer, "version": version(chosen.module), "records": len(lines), "rules": len(chosen.rules),
		"two_valued": false, "compile_ms": compiled, "parse_ms": median(parses), "eval_ms": median(judgements), "counts": byRule,
	}))
}
