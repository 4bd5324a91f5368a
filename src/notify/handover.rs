//! Hands a finished message to a directory or to a local program.
//!
//! A message that is handed over twice, because the machine stopped before that was noted, must be
//! recognisable: a file takes the same name and replaces the first.

use std::path::Path;
use std::process::Output;
use std::process::Stdio;

use tokio::fs;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::domain::Letter;
use crate::notify::Failure;
use crate::notify::plain;

/// Exit codes of sendmail that speak of the letter rather than of the system (`sysexits.h`):
/// `EX_DATAERR`, `EX_NOUSER`, `EX_NOHOST`.
const REFUSALS: [i32; 3] = [65, 67, 68];

/// Columns of a program's complaint that are kept.
const MAX_COMPLAINT: usize = 300;

/// Name of the `.eml` file of a letter; names sort by time.
pub(super) fn file_name(letter: &Letter) -> String {
    let id: String =
        letter.message_id.chars().take(12).filter(char::is_ascii_alphanumeric).collect();
    format!("{}-{}-{id}.eml", letter.created_at.format("%Y%m%dT%H%M%SZ"), letter.kind.key())
}

/// Writes the message into `dir` under a name that appears only when the file is whole.
pub(super) async fn into_file(dir: &Path, name: &str, message: &[u8]) -> Result<(), Failure> {
    let part = dir.join(format!(".{name}.part"));
    let write = async {
        fs::create_dir_all(dir).await?;
        let mut file = fs::File::create(&part).await?;
        file.write_all(message).await?;
        file.sync_all().await?;
        fs::rename(&part, dir.join(name)).await
    };
    write.await.map_err(|error| {
        let dir = dir.display();
        Failure::Transient(format!("cannot write mail into {dir}, make it writable: {error}"))
    })
}

/// Gives the message to a program with the command line of sendmail.
pub(super) async fn to_program(
    program: &Path,
    from: &str,
    to: &str,
    message: &[u8],
) -> Result<(), Failure> {
    let name = program.display();
    let output = run(program, from, to, message)
        .await
        .map_err(|error| Failure::Transient(format!("cannot run {name}: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = plain::line(&String::from_utf8_lossy(&output.stderr));
    let complaint = plain::cut(&complaint, MAX_COMPLAINT);
    let why = format!("{name} ended with {}: {complaint}", output.status);
    match output.status.code() {
        Some(code) if REFUSALS.contains(&code) => Err(Failure::Permanent(why)),
        _ => Err(Failure::Transient(why)),
    }
}

async fn run(program: &Path, from: &str, to: &str, message: &[u8]) -> std::io::Result<Output> {
    let mut child = Command::new(program)
        // A single dot ends a message otherwise; and an address may begin with a dash.
        .args(["-i", "-f", from, "--", to])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that refuses early closes the pipe; its exit code says why.
        match stdin.write_all(message).await {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    child.wait_with_output().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AlertKind;
    use crate::notify::compose::given;

    /// Gives the stand-in a message; what it does depends on the recipient.
    async fn outcome(to: &str, message: &[u8]) -> Result<(), Failure> {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mail/sendmail");
        to_program(&program, "a@example.org", to, message).await
    }

    #[test]
    fn file_names_sort_by_time_and_hold_no_path() {
        let mut letter = given::letter(vec![given::alert(AlertKind::Opened, "r", "某局")]);
        letter.message_id = "0123456789abcdef@example.org".into();
        assert_eq!(file_name(&letter), "20260201T040000Z-alert-0123456789ab.eml");
        letter.message_id = "../../etc/x".into();
        assert_eq!(file_name(&letter), "20260201T040000Z-alert-etcx.eml");
    }

    #[tokio::test]
    async fn a_repeated_message_replaces_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("mail");
        into_file(&inner, "a.eml", b"first").await.unwrap();
        into_file(&inner, "a.eml", b"second").await.unwrap();
        let files: Vec<_> = std::fs::read_dir(&inner).unwrap().map(|it| it.unwrap()).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(std::fs::read(inner.join("a.eml")).unwrap(), b"second");
    }

    #[tokio::test]
    async fn a_directory_that_cannot_be_made_is_worth_another_try() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let failure = into_file(&file, "a.eml", b"").await.unwrap_err();
        assert!(matches!(failure, Failure::Transient(_)));
    }

    #[tokio::test]
    async fn the_program_gets_the_message_and_the_envelope() {
        let failure = outcome("echo@example.org", b"hello").await.unwrap_err();
        let told = "-i -f a@example.org -- echo@example.org hello";
        assert!(failure.to_string().ends_with(told), "{failure}");
    }

    #[tokio::test]
    async fn a_program_that_takes_the_message_takes_it_over() {
        assert_eq!(outcome("b@example.org", b"hello").await, Ok(()));
    }

    #[tokio::test]
    async fn an_unknown_user_is_final_and_all_else_is_not() {
        let unknown = outcome("unknown@example.org", b"").await.unwrap_err();
        assert!(matches!(&unknown, Failure::Permanent(why) if why.ends_with("who?")), "{unknown}");
        // More than a pipe holds, to a program that does not read.
        let busy = outcome("deaf@example.org", &vec![b'x'; 300_000]).await;
        assert!(matches!(busy, Err(Failure::Transient(_))), "{busy:?}");
        let missing = to_program(Path::new("/no/such/program"), "a", "b", b"").await;
        assert!(matches!(missing, Err(Failure::Transient(_))));
    }
}
