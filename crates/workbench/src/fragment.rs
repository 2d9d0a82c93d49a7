use crate::state::Panel;

/// Colours of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the system prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All themes, in the order of the switch.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// Its name in a link and in the page's markup.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of this name, as written by [`Theme::as_str`].
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.as_str() == name)
    }
}

/// How an embedded page shows itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedOptions {
    /// Whether the text may be changed.
    pub editable: bool,
    /// The panels that are shown, in order; empty for the editor alone.
    pub panels: Vec<Panel>,
}

/// What the part of the address behind `#` says: parts joined by `&`, one of which may hold a shared
/// workspace (`v1/…`), the others being `name=value`. The browser never sends it to a server.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Fragment {
    /// The shared workspace, still encoded: `v1/…`.
    pub workspace: Option<String>,
    /// How the page is embedded, where it is.
    pub embed: Option<EmbedOptions>,
    /// The theme that the link asks for.
    pub theme: Option<Theme>,
    /// The panel that the link opens.
    pub panel: Option<Panel>,
    /// The lesson that the link opens: its id, or all of it, encoded (`v1/…`).
    pub lesson: Option<String>,
}

impl EmbedOptions {
    /// These options as parts of a fragment that [`Fragment::parse`] reads, each after an `&`.
    pub fn to_parts(&self, theme: Theme) -> String {
        let mut parts = String::from("&embed=1");
        if self.editable {
            parts.push_str("&edit=1");
        }
        if self.panels != Panel::ALL {
            let names: Vec<&str> = self.panels.iter().map(|panel| panel.as_str()).collect();
            parts.push_str("&panels=");
            parts.push_str(&names.join(","));
        }
        if theme != Theme::Auto {
            parts.push_str("&theme=");
            parts.push_str(theme.as_str());
        }
        parts
    }
}

impl Fragment {
    /// Reads a fragment, with or without its `#`. What it does not know it passes over: a link made by a
    /// later version still opens.
    pub fn parse(fragment: &str) -> Fragment {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let mut read = Fragment::default();
        let mut embedded = false;
        let mut editable = false;
        let mut panels = Panel::ALL.to_vec();
        for part in fragment.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                _ if is_shared(part) => read.workspace = Some(part.to_owned()),
                Some(("embed", value)) => embedded = value == "1",
                Some(("edit", value)) => editable = value == "1",
                Some(("theme", value)) => read.theme = Theme::from_name(value),
                Some(("panel", value)) => read.panel = Panel::from_name(value),
                Some(("lesson", value)) => read.lesson = Some(value.to_owned()),
                Some(("panels", value)) => {
                    panels = value.split(',').filter_map(Panel::from_name).collect();
                }
                Some(_) => {}
                None => read.workspace = Some(part.to_owned()),
            }
        }
        if read.lesson.is_some() {
            read.panel = Some(Panel::Learn);
            if !panels.contains(&Panel::Learn) {
                panels.insert(0, Panel::Learn);
            }
        }
        read.embed = embedded.then_some(EmbedOptions { editable, panels });
        read
    }
}

/// Whether a part is a workspace of some version, be it a broken one that a `=` has got into.
fn is_shared(part: &str) -> bool {
    part.strip_prefix('v')
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(version, _)| version.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_read() {
        assert_eq!(Fragment::parse(""), Fragment::default());
        assert_eq!(Fragment::parse("#"), Fragment::default());
        let read = Fragment::parse("#v1/abc_-&embed=1&theme=dark&panel=simulate&later=x");
        assert_eq!(read.workspace.as_deref(), Some("v1/abc_-"));
        assert_eq!(read.theme, Some(Theme::Dark));
        assert_eq!(read.panel, Some(Panel::Simulate));
        assert_eq!(
            read.embed,
            Some(EmbedOptions {
                editable: false,
                panels: Panel::ALL.to_vec()
            })
        );
    }

    #[test]
    fn a_broken_workspace_is_not_passed_over() {
        let read = Fragment::parse("v1/ab=cd&theme=dark");
        assert_eq!(read.workspace.as_deref(), Some("v1/ab=cd"));
        assert_eq!(Fragment::parse("view/x=1").workspace, None);
    }

    #[test]
    fn an_embed_chooses_its_panels() {
        let panels = |fragment: &str| Fragment::parse(fragment).embed.map(|embed| embed.panels);
        assert_eq!(panels("panels=suggest"), None);
        assert_eq!(panels("embed=0&panels=suggest"), None);
        assert_eq!(
            panels("embed=1&panels=suggest,findings,x"),
            Some(vec![Panel::Suggest, Panel::Findings])
        );
        assert_eq!(panels("embed=1&panels="), Some(vec![]));
        assert_eq!(
            Fragment::parse("embed=1&edit=1")
                .embed
                .map(|embed| embed.editable),
            Some(true)
        );
    }

    #[test]
    fn options_lead_back() {
        for editable in [false, true] {
            for panels in [
                vec![],
                vec![Panel::Suggest, Panel::Findings],
                Panel::ALL.to_vec(),
            ] {
                for theme in Theme::ALL {
                    let embed = EmbedOptions {
                        editable,
                        panels: panels.clone(),
                    };
                    let read = Fragment::parse(&format!("#v2/1/x{}", embed.to_parts(theme)));
                    assert_eq!(read.embed, Some(embed));
                    assert_eq!(read.theme.unwrap_or_default(), theme);
                    assert_eq!(read.workspace.as_deref(), Some("v2/1/x"));
                }
            }
        }
    }

    #[test]
    fn a_lesson_brings_its_panel() {
        let read = Fragment::parse("embed=1&lesson=mfa&panels=findings");
        assert_eq!(read.lesson.as_deref(), Some("mfa"));
        assert_eq!(read.panel, Some(Panel::Learn));
        let panels = read.embed.map(|embed| embed.panels);
        assert_eq!(panels, Some(vec![Panel::Learn, Panel::Findings]));
        assert_eq!(Fragment::parse("lesson=mfa").embed, None);
    }

    #[test]
    fn names_lead_back() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_name(theme.as_str()), Some(theme));
        }
        for panel in Panel::ALL {
            assert_eq!(Panel::from_name(panel.as_str()), Some(panel));
            assert!(!panel.title().is_empty());
        }
        assert_eq!(Theme::from_name("blue"), None);
        assert_eq!(Panel::from_name("x"), None);
    }
}
