//! Which addresses may be asked for: the public internet, and what the operator allows.
//!
//! The check belongs where the connection is made, not where the configuration is read: a portal
//! can redirect to any address, and its DNS can answer with one. So every hop passes
//! [`Guard::check`], every resolved address passes [`Guard::permits`], and what was checked is what
//! is connected to. Ranges: IANA special-purpose registries (RFC 6890 and its updates).

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use ipnet::IpNet;
use ipnet::Ipv4Net;
use ipnet::Ipv6Net;
use thiserror::Error;
use url::Host;
use url::Url;

use super::Failure;
use super::shown;

/// IPv4 blocks that no portal lives in.
const RESERVED_V4: [Ipv4Net; 15] = [
    v4(0, 0, 0, 0, 8),       // this network
    v4(10, 0, 0, 0, 8),      // private
    v4(100, 64, 0, 0, 10),   // carrier-grade NAT
    v4(127, 0, 0, 0, 8),     // loopback
    v4(169, 254, 0, 0, 16),  // link-local, where clouds keep their credentials
    v4(172, 16, 0, 0, 12),   // private
    v4(192, 0, 0, 0, 24),    // protocol assignments
    v4(192, 0, 2, 0, 24),    // documentation
    v4(192, 88, 99, 0, 24),  // 6to4 relays
    v4(192, 168, 0, 0, 16),  // private
    v4(198, 18, 0, 0, 15),   // benchmarks
    v4(198, 51, 100, 0, 24), // documentation
    v4(203, 0, 113, 0, 24),  // documentation
    v4(224, 0, 0, 0, 4),     // multicast
    v4(240, 0, 0, 0, 4),     // reserved, broadcast
];

/// The only IPv6 block from which public addresses are given out.
const GLOBAL_V6: Ipv6Net = v6(0x2000_0000, 3);

/// IPv6 blocks inside [`GLOBAL_V6`] that no portal lives in.
const RESERVED_V6: [Ipv6Net; 3] = [
    v6(0x2001_0000, 23), // protocol assignments: Teredo, benchmarks, ORCHID
    v6(0x2001_0db8, 32), // documentation
    v6(0x3fff_0000, 20), // documentation
];

const SIX_TO_FOUR: Ipv6Net = v6(0x2002_0000, 16);
const NAT64: Ipv6Net = v6(0x0064_ff9b, 96);

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

/// The block that begins with these 32 bits.
const fn v6(begin: u32, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::from_bits((begin as u128) << 96), prefix)
}

/// Where a request may go.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    allowed: Vec<IpNet>,
}

/// A name that leads to no address that may be asked.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("its address {address} is not public; list it in `fetch.allow-networks` if it is meant")]
pub(super) struct Forbidden {
    pub(super) address: IpAddr,
}

impl Guard {
    /// `allowed` are networks that may be asked although they are not public.
    pub(super) const fn new(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// Checks what can be seen from the address alone; names are checked when they are resolved.
    pub(super) fn check(&self, url: &Url) -> Result<(), Failure> {
        let refused = |why: String| Err(Failure::Refused { url: shown(url), why });
        if !matches!(url.scheme(), "http" | "https") {
            return refused(format!("`{}:` is neither http nor https", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("the address carries credentials; remove them".to_owned());
        }
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) => return Ok(()),
            None => return refused("the address has no host".to_owned()),
        };
        self.permits(address).or_else(|forbidden| refused(forbidden.to_string()))
    }

    /// Checks an address that is about to be connected to.
    pub(super) fn permits(&self, address: IpAddr) -> Result<(), Forbidden> {
        let canonical = address.to_canonical();
        if is_public(canonical) || self.allowed.iter().any(|net| net.contains(&canonical)) {
            Ok(())
        } else {
            Err(Forbidden { address })
        }
    }

    /// Those of the resolved addresses that may be connected to; an error if there are addresses,
    /// and none of them may be.
    pub(super) fn select(&self, resolved: Vec<IpAddr>) -> Result<Vec<IpAddr>, Forbidden> {
        let mut forbidden = None;
        let mut selected = Vec::with_capacity(resolved.len());
        for address in resolved {
            match self.permits(address) {
                Ok(()) => selected.push(address),
                Err(error) => forbidden = forbidden.or(Some(error)),
            }
        }
        match forbidden {
            Some(error) if selected.is_empty() => Err(error),
            _ => Ok(selected),
        }
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => RESERVED_V4.iter().all(|net| !net.contains(&address)),
        IpAddr::V6(address) => match carried(address) {
            Some(inner) => is_public(IpAddr::V4(inner)),
            None => {
                GLOBAL_V6.contains(&address)
                    && RESERVED_V6.iter().all(|net| !net.contains(&address))
            }
        },
    }
}

/// The IPv4 address at the other end of a 6to4 (RFC 3056) or NAT64 (RFC 6052) address.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = address.octets();
    if SIX_TO_FOUR.contains(&address) {
        let [_, _, a, b, c, d, ..] = octets;
        Some(Ipv4Addr::new(a, b, c, d))
    } else if NAT64.contains(&address) {
        let [.., a, b, c, d] = octets;
        Some(Ipv4Addr::new(a, b, c, d))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOT_PUBLIC: [&str; 38] = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::7f00:1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2001:0:53aa::1",
        "3fff::1",
    ];
    const PUBLIC: [&str; 9] = [
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "202.106.0.20",
        "2400:3200::1",
        "64:ff9b::101:101",
        "2002:101:101::1",
    ];

    fn guard(networks: &[&str]) -> Guard {
        Guard::new(networks.iter().map(|net| net.parse().unwrap()).collect())
    }

    fn checked(guard: &Guard, url: &str) -> Result<(), String> {
        match guard.check(&Url::parse(url).unwrap()) {
            Ok(()) => Ok(()),
            Err(Failure::Refused { why, .. }) => Err(why),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn addresses_that_are_not_public_are_refused() {
        for address in NOT_PUBLIC {
            assert!(guard(&[]).permits(address.parse().unwrap()).is_err(), "{address}");
        }
    }

    #[test]
    fn public_addresses_are_permitted() {
        for address in PUBLIC {
            assert!(guard(&[]).permits(address.parse().unwrap()).is_ok(), "{address}");
        }
    }

    #[test]
    fn what_the_operator_lists_is_permitted_and_nothing_beside_it() {
        let guard = guard(&["127.0.0.0/8", "fd00::/8"]);
        for address in ["127.0.0.1", "::ffff:127.0.0.1", "fd00::1"] {
            assert!(guard.permits(address.parse().unwrap()).is_ok(), "{address}");
        }
        for address in ["10.0.0.1", "::1", "fe80::1"] {
            assert!(guard.permits(address.parse().unwrap()).is_err(), "{address}");
        }
    }

    #[test]
    fn no_spelling_of_loopback_slips_through() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[0:0:0:0:0:0:0:1]",
            "１２７.0.0.1",
            "0",
        ] {
            let why = checked(&guard(&[]), &format!("http://{host}/")).unwrap_err();
            assert!(why.contains("allow-networks"), "{host}: {why}");
        }
    }

    #[test]
    fn other_schemes_and_credentials_are_refused() {
        let guard = guard(&["0.0.0.0/0"]);
        for url in ["file:///etc/passwd", "ftp://gov.test/", "data:,x", "http://u@gov.test/"] {
            assert!(checked(&guard, url).is_err(), "{url}");
        }
        let error = guard.check(&Url::parse("https://u:secret@gov.test/").unwrap()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[test]
    fn names_are_left_to_the_resolver() {
        assert_eq!(checked(&guard(&[]), "https://www.gov.test/zfxxgk/"), Ok(()));
    }

    #[test]
    fn a_mixed_answer_is_reduced_to_what_is_permitted() {
        let [public, private]: [IpAddr; 2] =
            ["1.1.1.1", "10.0.0.1"].map(|address| address.parse().unwrap());
        assert_eq!(guard(&[]).select(vec![private, public]), Ok(vec![public]));
        assert_eq!(guard(&[]).select(vec![private]), Err(Forbidden { address: private }));
        assert_eq!(guard(&[]).select(vec![]), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn wrapping_an_address_never_makes_it_public(bits in any::<u32>()) {
            let inner = Ipv4Addr::from(bits);
            let [a, b, c, d] = inner.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            for outer in [
                inner.to_ipv6_mapped(),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            ] {
                let public = guard(&[]).permits(IpAddr::V6(outer)).is_ok();
                prop_assert_eq!(public, is_public(IpAddr::V4(inner)));
            }
        }
    }
}
