//! Many tabs of one browser, each watched.

use thirtyfour::prelude::*;

use crate::wait::eventually;
use crate::{Browser, PATIENCE, Witness};

impl Browser {
    /// Opens a path in so many tabs, each with a witness. The tab that is open is the first of them.
    ///
    /// # Panics
    /// When a page does not come.
    pub async fn opens_tabs(&self, count: usize, path: &str) -> Vec<WindowHandle> {
        let person = self.person();
        let mut tabs = vec![self.tab().await];
        while tabs.len() < count {
            tabs.push(self.open_tab().await);
        }
        for tab in &tabs {
            self.switch_to(tab).await;
            person.takes_a_witness().await;
            person.goes_to(path).await;
        }
        tabs
    }

    /// What each of these tabs has seen.
    ///
    /// # Panics
    /// When one of them is gone.
    pub async fn asks_all(&self, tabs: &[WindowHandle]) -> Vec<Witness> {
        let mut witnesses = Vec::with_capacity(tabs.len());
        for tab in tabs {
            self.switch_to(tab).await;
            witnesses.push(self.person().asks_its_witness().await);
        }
        witnesses
    }

    /// Waits until what all of these tabs have seen fits, and gives it back.
    ///
    /// # Panics
    /// When it never does.
    pub async fn asks_all_until(
        &self,
        what: &str,
        tabs: &[WindowHandle],
        fits: impl Fn(&[Witness]) -> bool,
    ) -> Vec<Witness> {
        eventually(what, PATIENCE, || async { Some(self.asks_all(tabs).await).filter(|seen| fits(seen)) }).await
    }

    /// Closes a tab, and goes to another.
    ///
    /// # Panics
    /// When one of them is gone.
    pub async fn closes(&self, tab: &WindowHandle, next: &WindowHandle) {
        self.switch_to(tab).await;
        self.driver.close_window().await.expect("the tab closes");
        self.switch_to(next).await;
    }
}
