use js_sys::{Array, Function, JSON, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Evaluates the body of a function without arguments. Node gives a script no other way to its modules.
fn run(body: &str) -> JsValue {
    Function::new_no_args(body)
        .call0(&JsValue::NULL)
        .unwrap_or(JsValue::UNDEFINED)
}

/// Counts milliseconds.
#[derive(Debug)]
pub struct Clock(Function);

impl Clock {
    /// A clock.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Clock {
        Clock(Function::new_no_args("return performance.now()"))
    }

    /// The milliseconds since the process began.
    pub fn now(&self) -> f64 {
        let now = self.0.call0(&JsValue::NULL).ok();
        now.and_then(|now| now.as_f64()).unwrap_or(f64::NAN)
    }
}

/// The AWS managed policies, outside of the memory of WebAssembly.
#[derive(Debug)]
pub struct Corpus(Array);

impl Corpus {
    /// All of them, from the file that the page loads; empty before `cargo xtask build`.
    pub fn open() -> Corpus {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../target/site/data/managed-policies.json"
        );
        let read = format!(
            "const text = process.getBuiltinModule('node:fs').readFileSync({}, 'utf8'); \
             return Object.entries(JSON.parse(text));",
            serde_json::Value::from(file)
        );
        Corpus(run(&read).dyn_into().unwrap_or_default())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.length() as usize
    }

    /// The name and the text of one.
    pub fn get(&self, number: usize) -> Option<(String, String)> {
        let entry: Array = self.0.get(number as u32).dyn_into().ok()?;
        let text: JsString =
            JSON::stringify_with_replacer_and_space(&entry.get(1), &JsValue::NULL, &2.into())
                .ok()?;
        Some((entry.get(0).as_string()?, text.into()))
    }
}

/// Consecutive versions of the AWS managed policies, outside of the memory of WebAssembly.
#[derive(Debug)]
pub struct Revisions(Array);

impl Revisions {
    /// All of them, from the file that `cargo xtask bench` writes; else none.
    pub fn open() -> Revisions {
        let read = format!(
            "const text = process.getBuiltinModule('node:fs').readFileSync({}, 'utf8'); return JSON.parse(text);",
            serde_json::Value::from(super::REVISIONS)
        );
        Revisions(run(&read).dyn_into().unwrap_or_default())
    }

    /// How many pairs there are.
    pub fn count(&self) -> usize {
        self.0.length() as usize
    }

    /// The name of the newer one, its text, and the text of the older one.
    pub fn get(&self, number: usize) -> Option<(String, String, String)> {
        let entry: Array = self.0.get(number as u32).dyn_into().ok()?;
        let text = |place| entry.get(place).as_string();
        Some((text(0)?, text(1)?, text(2)?))
    }
}

/// The bytes of WebAssembly memory, which never shrinks.
pub fn memory() -> Option<f64> {
    let buffer = Reflect::get(&wasm_bindgen::memory(), &"buffer".into()).ok()?;
    Reflect::get(&buffer, &"byteLength".into()).ok()?.as_f64()
}

/// Prints a line.
pub fn print(line: &str) {
    let _ =
        Function::new_with_args("line", "console.log(line)").call1(&JsValue::NULL, &line.into());
}
