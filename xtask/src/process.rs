//! Runs other programs: quietly with a progress line, or with their output shown; on failure with all they said.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::progress::Step;

/// Whether a program's lines are shown as they come or only when it fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Every line is printed at once.
    Shown,
    /// The last line goes to the progress line; all are printed when the program fails.
    Kept,
}

/// How a program ended and what it said.
pub struct Ended {
    /// Whether its exit code was zero.
    pub succeeded: bool,
    /// Standard output and standard error, in the order in which the lines came.
    pub output: String,
}

/// Runs a program to its end and returns what it said; a failure is an error that carries its output.
pub fn run(step: &mut Step, command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let ended = watch(step, command, Lines::Kept)?;
    if !ended.succeeded {
        bail!("this command failed: {shown}\n{}", ended.output);
    }
    Ok(ended.output)
}

/// The program and its arguments as one would type them; the environment would hide them.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Runs a program to its end, whatever that end is.
pub fn watch(step: &mut Step, command: &mut Command, lines: Lines) -> Result<Ended> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let (sender, receiver) = channel();
    forward_lines(child.stdout.take(), sender.clone());
    forward_lines(child.stderr.take(), sender);
    let mut output = String::new();
    let mut last = String::new();
    loop {
        match receiver.recv_timeout(Duration::from_millis(500)) {
            Ok(line) => {
                if lines == Lines::Shown {
                    step.print(&line);
                }
                output.push_str(&line);
                output.push('\n');
                last = line;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        step.detail(&last);
    }
    let status = child.wait().with_context(|| format!("cannot wait for {name}"))?;
    Ok(Ended { succeeded: status.success(), output })
}

fn forward_lines(stream: Option<impl Read + Send + 'static>, sender: Sender<String>) {
    let Some(stream) = stream else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
        }
    });
}

/// The trimmed standard output of a short question such as `rustc --print sysroot`; `None` when the program is not there or
/// answers with an error.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The cargo that started this program, or the one on the path.
pub fn cargo(dir: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(dir).env("CARGO_TERM_COLOR", "never");
    // What cargo set for this program is not meant for the builds that this program starts: build scripts would see the
    // values change and run again.
    for (name, _) in std::env::vars_os() {
        if is_about_this_program(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_this_program(name: &str) -> bool {
    let prefixes = ["CARGO_BIN_", "CARGO_CRATE_", "CARGO_MANIFEST_", "CARGO_PKG_"];
    name == "LD_LIBRARY_PATH" || name == "OUT_DIR" || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether a program of this name is on the path.
pub fn is_on_path(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_set_for_cargo_stays() {
        let names =
            ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "PATH"];
        let removed: Vec<_> = names.into_iter().filter(|name| is_about_this_program(name)).collect();
        assert_eq!(removed, ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR"]);
    }

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("toolchain/bin/cargo");
        command.args(["build", "--release"]).env("RUSTC", "x");
        assert_eq!(shown(&command), "cargo build --release");
    }

    #[test]
    fn a_program_that_is_not_there_gives_no_answer() {
        assert_eq!(ask(&mut Command::new("no-such-program-anywhere")), None);
        assert_eq!(ask(Command::new("echo").arg("yes")), Some("yes".to_owned()));
        assert!(!is_on_path("no-such-program-anywhere"));
    }
}
