//! One episode: tabs, a server, and a sequence of steps that chance chooses. A step is one effect of a flow, one leg of a
//! message, or one event of the world.

use super::census::Census;
use super::chance::Chance;
use super::fixtures::*;
use super::ledger::Ledger;
use super::lock::Lock;
use super::network::Message;
use super::server::{self, Server};
use super::tab::{Kind, Running, Tab};
use super::weather::{Store, Weather};
use proofkey::flow::{Cache, Context, Flow, Step, begin};
use proofkey::protocol::client::Client;
use std::collections::VecDeque;

/// How many steps a failure tells of.
const REMEMBERED: usize = 60;
/// No flow asks for more than this; one that does is in a loop.
const MOST_EFFECTS: usize = 20;

pub struct World {
    pub chance: Chance,
    pub weather: Weather,
    pub client: Client,
    pub server: Server,
    pub ledger: Ledger,
    pub lock: Lock,
    /// The true time, and how far the device's clock is ahead of it.
    pub time: i64,
    pub clock_error: i64,
    pub tabs: Vec<Tab>,
    /// What the stores hold: one, or one for each tab.
    pub stores: Vec<Option<String>>,
    pub running: Vec<Running>,
    pub messages: Vec<Message>,
    pub flows: usize,
    /// What has happened, and how many times.
    pub census: Census,
    story: VecDeque<String>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let weather = Weather::of(&mut chance);
        let stores = if weather.store == Store::Shared { 1 } else { weather.tabs };
        let mut world = Self {
            chance,
            weather: weather.calm(),
            client: client_with(server::algorithm()),
            server: Server::default(),
            ledger: Ledger::default(),
            lock: Lock::default(),
            time: NOW,
            clock_error: 0,
            tabs: (0..weather.tabs).map(|_| Tab::default()).collect(),
            stores: vec![None; stores],
            running: Vec::new(),
            messages: Vec::new(),
            flows: 0,
            census: Census::default(),
            story: VecDeque::new(),
        };
        // Most worlds begin with somebody who is signed in: sign-ins are long, and what comes behind them is the matter here.
        if !world.chance.happens(200) {
            (0..stores).for_each(|tab| world.sign_in(tab));
        }
        world.weather = weather;
        world
    }

    /// A sign-in while nothing else happens.
    fn sign_in(&mut self, tab: usize) {
        let begun = self.start(tab, Kind::Login, "login", "{}");
        begun.and_then(|()| self.come_to_rest()).unwrap();
        let url = self.tabs[tab].away.take().unwrap();
        let url = self.sent_back(&url, 0);
        self.open_callback(tab, url).and_then(|()| self.come_to_rest()).unwrap();
        self.tabs[tab].cache = Cache::default();
    }

    fn come_to_rest(&mut self) -> Result<(), String> {
        while self.end()? {}
        Ok(())
    }

    /// The last steps, the oldest first.
    pub fn story(&self) -> String {
        self.story.iter().map(|line| format!("  {line}\n")).collect()
    }

    pub fn tell(&mut self, line: String) {
        if self.story.len() == REMEMBERED {
            self.story.pop_front();
        }
        self.story.push_back(format!("{:>6} s  {line}", self.time - NOW));
    }

    /// What the clock of the device shows.
    pub fn now(&self) -> i64 {
        self.time + self.clock_error
    }

    pub fn store_of(&self, tab: usize) -> usize {
        if self.weather.store == Store::Shared { 0 } else { tab }
    }

    /// One step.
    ///
    /// # Errors
    /// The invariant that does not hold.
    pub fn step(&mut self) -> Result<(), String> {
        if self.chance.happens(150) {
            self.time += self.chance.between(1..=60);
        }
        match self.chance.below(100) {
            0..45 if self.advance_one()? => {}
            0..75 if self.carry_one() => {}
            75..93 if self.begin_one()? => {}
            93.. if self.trouble() => {}
            _ if self.advance_one()? || self.carry_one() || self.begin_one()? => {}
            // Everybody waits.
            _ => self.time += 60,
        }
        Ok(())
    }

    /// A step without anything new, in calm weather; gives whether something is left to be done.
    pub fn end(&mut self) -> Result<bool, String> {
        self.weather = self.weather.calm();
        if self.advance_one()? || self.carry_one() {
            return Ok(true);
        }
        match self.running.first() {
            Some(running) => Err(format!("{} waits for ever", running.name())),
            None => Ok(false),
        }
    }

    /// Tells a flow what it waits for, and begins what it asks for; as the driver does, in one go.
    fn advance_one(&mut self) -> Result<bool, String> {
        let Some(place) = self.chance.place(&self.running, |running| running.event.is_some()) else { return Ok(false) };
        let now = self.now();
        let running = &mut self.running[place];
        let event = running.event.take().unwrap();
        // By this clock, the ID Token that came is out of its time.
        running.is_refused |= running.times.is_some_and(|[iat, exp]| now >= exp + 60 || iat > now + 60);
        let mut context = Context { client: &self.client, now, cache: &mut self.tabs[running.tab].cache, event };
        let step = running.flow.step(&mut context);
        running.effects += 1;
        if running.effects > MOST_EFFECTS {
            return Err(format!("{} comes to no end", running.name()));
        }
        match step {
            Ok(Step::Perform(effect)) => self.perform(place, *effect)?,
            Ok(Step::Finish(result)) => self.ended(place, Ok(result))?,
            Err(failure) => self.ended(place, Err(failure.error))?,
        }
        Ok(true)
    }

    /// The user, or the app, begins something; gives whether they do.
    fn begin_one(&mut self) -> Result<bool, String> {
        let tab = self.chance.below(self.tabs.len());
        if let Some(url) = self.tabs[tab].away.take() {
            self.come_back(tab, &url)?;
            return Ok(true);
        }
        let is_signed_in = self.stores[self.store_of(tab)].is_some();
        let signs_in =
            |running: &Running| matches!(running.kind, Kind::Login | Kind::Callback(_)) && running.tab == tab;
        match (self.chance.below(100), is_signed_in) {
            (0..1, _) => self.open_the_last_callback_again(tab)?,
            (1..6, _) => self.start(tab, Kind::StoredSession, "session", "")?,
            (6..70, false) | (6..8, true) if !self.running.iter().any(signs_in) => {
                self.start(tab, Kind::Login, "login", "{}")?;
            }
            (8..9, true) => {
                // From here on, nothing that this page began before is anybody's.
                self.tabs[tab].epoch += 1;
                let options = self.chance.pick(&["{}", r#"{"revokeTokens":true}"#]);
                self.start(tab, Kind::Logout, "logout", options)?;
            }
            _ => {
                let options =
                    self.chance.pick(&["{}", "{}", "{}", r#"{"forceRefresh":true}"#, r#"{"minValiditySeconds":120}"#]);
                // The facade joins the callers of a page; a lock does the same for two clients of one.
                let most = if self.weather.store == Store::Shared && self.weather.has_locks { 2 } else { 1 };
                let is_mine = |running: &&Running| running.tab == tab && running.kind == Kind::AccessToken;
                if self.running.iter().filter(is_mine).count() == most {
                    return Ok(false);
                }
                self.start(tab, Kind::AccessToken, "accessToken", options)?;
            }
        }
        Ok(true)
    }

    /// The authorization server sends the user back.
    fn come_back(&mut self, tab: usize, url: &str) -> Result<(), String> {
        let how = self.chance.below(20);
        if how == 3 {
            self.tell(format!("the user gives up signing in in tab {tab}"));
            return Ok(());
        }
        let url = self.sent_back(url, how);
        self.open_callback(tab, url)
    }

    /// The URL that the authorization server sends the user back to.
    fn sent_back(&mut self, url: &str, how: usize) -> String {
        let state = parameters(url, "state").remove(0);
        let user = self.chance.below(3);
        let answer = match how {
            1 => format!("error=access_denied&state={state}"),
            2 => "code=code-0&state=made-up".into(),
            _ => format!("code={}&state={state}", self.server.authorize(url, user)),
        };
        format!("{REDIRECT_URI}?{answer}&iss=https%3A%2F%2Fop.example")
    }

    /// Reload, Back or a bookmark.
    fn open_the_last_callback_again(&mut self, tab: usize) -> Result<(), String> {
        let Some(url) = self.tabs[tab].callback.clone() else { return Ok(()) };
        self.leave(tab);
        self.open_callback(tab, url)
    }

    fn open_callback(&mut self, tab: usize, url: String) -> Result<(), String> {
        let state = parameters(&url, "state").remove(0);
        self.start(tab, Kind::Callback(state), "handleCallback", &url)?;
        self.tabs[tab].callback = Some(url);
        Ok(())
    }

    fn start(&mut self, tab: usize, kind: Kind, name: &str, input: &str) -> Result<(), String> {
        let flow: Box<dyn Flow> = begin(name, input).map_err(|failure| format!("{name} is refused: {failure:?}"))?;
        self.flows += 1;
        self.running.push(Running::new(self.flows, tab, self.tabs[tab].epoch, kind, flow));
        self.tell(format!("{} begins {input}", self.running.last().unwrap().name()));
        Ok(())
    }
}
