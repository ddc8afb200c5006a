//! `cotejo review`

mod assets;
mod guard;
mod hall;
mod routes;
mod server;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use cotejo::project::RecordFolder;

use super::error::CliError;
use super::named::selected;
use super::project::{LangArgs, ProjectArgs, works};
use super::talk::print;
use super::{Context, Outcome};
use guard::Guard;
use hall::Hall;

/// Correct alignments in the browser, as fast as you can read.
///
/// A page on this computer alone shows what the aligner is not sure of and takes corrections by key; everything is saved as
/// you go. The page shows its keys with ?. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo review             every work of the project\n  \
    cotejo review cuento\n  \
    cotejo review --no-open   print the address and open no browser")]
pub(crate) struct ReviewArgs {
    /// The works [default: all].
    #[arg(value_name = "WORK")]
    works: Vec<String>,
    /// The port [default: the one of the last time, else any that is free].
    #[arg(long, value_name = "N", value_parser = port)]
    port: Option<u16>,
    /// Open no browser.
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

fn port(typed: &str) -> Result<u16, String> {
    typed
        .parse()
        .map_err(|_| "expected a port, a number from 0 to 65535".to_owned())
}

/// How long what is still under way may take when everything is saved and the program ends.
const LAST_WAIT: Duration = Duration::from_secs(3);

pub(crate) fn run(args: &ReviewArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&args.works)?;
    let langs = args.langs.resolve(Some(&project))?;
    let all = works(&project, langs)?.works;
    let meant = selected(&project, langs, &args.works)?;
    let aligned: Vec<_> = meant.into_iter().filter(|work| work.alignment.is_some()).collect();
    if aligned.is_empty() {
        return Err(CliError::new("no work is aligned yet").hint("cotejo align"));
    }
    let folder = RecordFolder::open(&project).map_err(CliError::new)?;
    let listener = listen(&folder, args.port)?;
    let address = listener.local_addr().map_err(CliError::new)?;
    let guard = Guard::new(address.port())?;
    let link = format!("http://{address}/#{}", guard.token());
    let hall = Hall::new(project, aligned, all);
    print(|out| writeln!(out, "{link}"))?;
    context
        .talk
        .line("the review page is open at this address, for you alone; Ctrl-C ends it");
    if !args.no_open {
        open_browser(&link);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("cannot start the server: {error}")))?;
    let hall = Arc::new(hall);
    let served = runtime.block_on(server::serve(listener, Arc::clone(&hall), Arc::new(guard)));
    runtime.shutdown_timeout(LAST_WAIT);
    let unsaved = hall.save_all();
    served.map_err(|error| CliError::new(format!("the server had to end: {error}")))?;
    if unsaved.is_empty() {
        context.talk.line("all is saved");
        return Ok(Outcome::Clean);
    }
    for fault in unsaved {
        context.talk.error(
            &CliError::new(fault).hint("the record of the review holds all of it; cotejo review goes on from there"),
        );
    }
    Ok(Outcome::Failed)
}

/// Where the port of the last time is noted.
const PORT: &str = "port";

/// Listens on this computer alone. The port of the last time is taken again where it is free: a browser keeps what was not
/// sent by port.
fn listen(folder: &RecordFolder, port: Option<u16>) -> Result<TcpListener, CliError> {
    let bind = |port: u16| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    if let Some(port) = port {
        return bind(port).map_err(|error| {
            CliError::new(format!("cannot listen on port {port}: {error}"))
                .hint("leave --port out for one that is free")
        });
    }
    let last = folder.noted(PORT).and_then(|text| text.trim().parse().ok());
    let listener = last
        .and_then(|port| bind(port).ok())
        .map_or_else(|| bind(0), Ok)
        .map_err(|error| CliError::new(format!("cannot listen on this computer: {error}")))?;
    if let Ok(address) = listener.local_addr() {
        folder.note(PORT, &address.port().to_string());
    }
    Ok(listener)
}

fn open_browser(link: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(first).arg(link);
    // Where there is no browser to open, the address has been printed.
    let _ = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
