//! The Rust engines of the benchmark: Cedar and regorus (Rego), over the rules that each can say, on every line of NDJSON.
//!
//!     peers cedar|regorus RULES DATA RUNS
//!
//! Prints one line of JSON: peer, version, rules, compile_ms, parse_ms, eval_ms (medians of RUNS after one to warm up) and
//! counts by rule as [not met, met, unknown]. To parse is to go from the bytes of a line to what the engine judges.
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use serde_json::{json, Map, Value};

type Fallible<T> = Result<T, Box<dyn Error>>;
type Counts = BTreeMap<String, [usize; 3]>;

/// What an engine must do. A document is its own form of a record.
trait Engine {
    type Document;
    const PEER: &'static str;
    const VERSION: &'static str;
    const TWO_VALUED: bool;
    fn rules(&self) -> Vec<String>;
    fn parse(&self, line: &str) -> Fallible<Self::Document>;
    fn judge(&mut self, document: Self::Document, counts: &mut Counts) -> Fallible<()>;
}

struct Regorus {
    engine: regorus::Engine,
}

impl Regorus {
    fn new(source: &str) -> Fallible<Self> {
        let mut engine = regorus::Engine::new();
        engine.add_policy("systems.rego".into(), source.into())?;
        Ok(Regorus { engine })
    }
}

impl Engine for Regorus {
    type Document = regorus::Value;
    const PEER: &'static str = "regorus";
    const VERSION: &'static str = "0.14.1";
    const TWO_VALUED: bool = false;

    fn rules(&self) -> Vec<String> {
        (1..=25).map(|rule| format!("R{rule:02}")).collect()
    }

    fn parse(&self, line: &str) -> Fallible<Self::Document> {
        Ok(regorus::Value::from_json_str(line)?)
    }

    fn judge(&mut self, document: Self::Document, counts: &mut Counts) -> Fallible<()> {
        self.engine.set_input(document);
        let found = self.engine.eval_rule("data.systems.outcomes".into())?;
        for (index, outcome) in found.as_array()?.iter().enumerate() {
            counts.get_mut(&format!("R{:02}", index + 1)).ok_or("a rule too many")?[outcome.as_u64()? as usize] += 1;
        }
        Ok(())
    }
}

/// The policies with the rule that each says.
struct Cedar {
    policies: PolicySet,
    names: BTreeMap<String, String>,
    parties: [EntityUid; 3],
}

impl Cedar {
    fn new(source: &str) -> Fallible<Self> {
        let policies: PolicySet = source.parse()?;
        let names = policies
            .policies()
            .map(|policy| (policy.id().to_string(), policy.annotation("id").unwrap_or_default().to_string()))
            .collect();
        let parties = ["User::\"a\"", "Action::\"check\"", "System::\"b\""];
        Ok(Cedar { policies, names, parties: [parties[0].parse()?, parties[1].parse()?, parties[2].parse()?] })
    }
}

const DATES: [&str; 3] = ["published", "requested", "finalised"];

/// A document as Cedar takes it: no nulls, and days as its extension type.
fn for_cedar(key: &str, value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), for_cedar(&k, v))).collect::<Map<_, _>>(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| for_cedar("", item)).collect()),
        Value::String(day) if DATES.contains(&key) => json!({"__extn": {"fn": "datetime", "arg": day}}),
        other => other,
    }
}

impl Engine for Cedar {
    type Document = Request;
    const PEER: &'static str = "cedar (board and partnership alone)";
    const VERSION: &'static str = "4.14.1";
    const TWO_VALUED: bool = true;

    fn rules(&self) -> Vec<String> {
        self.names.values().cloned().collect()
    }

    /// No rule that Cedar can say reads the places or the cases, so they are parsed and left out.
    fn parse(&self, line: &str) -> Fallible<Request> {
        let mut record: Map<String, Value> = serde_json::from_str(line)?;
        record.retain(|key, _| key == "icb" || key == "icp");
        let context = Context::from_json_value(for_cedar("", Value::Object(record)), None)?;
        let [principal, action, resource] = self.parties.clone();
        Ok(Request::new(principal, action, resource, context, None)?)
    }

    fn judge(&mut self, request: Request, counts: &mut Counts) -> Fallible<()> {
        let answer = Authorizer::new().is_authorized(&request, &self.policies, &Entities::empty());
        if let Some(error) = answer.diagnostics().errors().next() {
            return Err(error.to_string().into());
        }
        for count in counts.values_mut() {
            count[0] += 1;
        }
        if answer.decision() == Decision::Deny {
            return Ok(());
        }
        for policy in answer.diagnostics().reason() {
            let count = counts.get_mut(&self.names[&policy.to_string()]).ok_or("a policy that nobody named")?;
            count[0] -= 1;
            count[1] += 1;
        }
        Ok(())
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn measure<E: Engine>(mut engine: E, compile_ms: f64, data: &str, runs: usize) -> Fallible<()> {
    let lines: Vec<&str> = data.lines().collect();
    let (mut parses, mut judgements) = (Vec::new(), Vec::new());
    let mut counts = Counts::new();
    for run in 0..=runs {
        let started = Instant::now();
        let documents = lines.iter().map(|line| engine.parse(line)).collect::<Fallible<Vec<_>>>()?;
        let parsed = milliseconds(started);
        counts = engine.rules().into_iter().map(|rule| (rule, [0; 3])).collect();
        let started = Instant::now();
        for document in documents {
            engine.judge(document, &mut counts)?;
        }
        if run > 0 {
            parses.push(parsed);
            judgements.push(milliseconds(started));
        }
    }
    println!(
        "{}",
        json!({"peer": E::PEER, "version": E::VERSION, "records": lines.len(), "rules": counts.len(),
            "two_valued": E::TWO_VALUED, "compile_ms": compile_ms, "parse_ms": median(&mut parses),
            "eval_ms": median(&mut judgements), "counts": counts})
    );
    Ok(())
}

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, which, rules, data, runs] = arguments.as_slice() else {
        return Err("usage: peers cedar|regorus RULES DATA RUNS".into());
    };
    let (source, data, runs) = (std::fs::read_to_string(rules)?, std::fs::read_to_string(data)?, runs.parse()?);
    let started = Instant::now();
    match which.as_str() {
        "cedar" => {
            let engine = Cedar::new(&source)?;
            measure(engine, milliseconds(started), &data, runs)
        }
        "regorus" => {
            let engine = Regorus::new(&source)?;
            measure(engine, milliseconds(started), &data, runs)
        }
        _ => Err(format!("there is no engine {which:?}").into()),
    }
}
