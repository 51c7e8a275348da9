use proptest::prelude::*;

use super::*;
use crate::testing::{changed, config};

const FILE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<clientConfig version=\"1.1\">
  <emailProvider id=\"provider.example\">
    <domain>provider.example</domain>
    <domain>Other.example</domain>
    <displayName>Posta &amp; Co.</displayName>
    <incomingServer type=\"pop3\"><hostname>pop.provider.example</hostname><port>995</port><socketType>SSL</socketType><username>x</username><authentication>password-cleartext</authentication></incomingServer>
    <incomingServer type=\"imap\">
      <hostname>plain.provider.example</hostname><port>143</port><socketType>plain</socketType>
      <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>
    </incomingServer>
    <incomingServer type=\"imap\">
      <hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
      <username>%EMAILLOCALPART%</username><authentication>OAuth2</authentication><authentication>password-cleartext</authentication>
    </incomingServer>
    <outgoingServer type=\"smtp\">
      <hostname>smtp.provider.example</hostname><port>587</port><socketType>STARTTLS</socketType>
      <username>%EMAILLOCALPART%.%EMAILDOMAIN%</username><authentication>password-cleartext</authentication><authentication>OAuth2</authentication>
    </outgoingServer>
    <documentation url=\"https://provider.example/help\"/>
  </emailProvider>
  <oAuth2><issuer>provider.example</issuer><scope>imap smtp</scope><authURL>https://provider.example/auth</authURL><tokenURL>https://provider.example/token</tokenURL></oAuth2>
</clientConfig>";

fn address() -> EmailAddress {
    "elena@studio.example".parse().unwrap()
}

fn of(text: &str) -> Result<Provider, AutoconfigError> {
    read(text.as_bytes(), &address())
}

#[test]
fn a_file_becomes_a_provider() {
    let provider = of(FILE).unwrap();
    assert_eq!((provider.id.as_str(), provider.name.as_str()), ("provider.example", "Posta & Co."));
    assert_eq!(provider.domains, ["provider.example", "other.example"]);
    let imap = Server {
        host: "imap.studio.example".into(),
        port: 993,
        security: Security::Tls,
        username: Username::LocalPart,
    };
    assert_eq!(provider.imap, imap);
    assert_eq!((provider.smtp.port, provider.smtp.security), (587, Security::StartTls));
    assert_eq!(provider.smtp.username_for(&address()).as_deref(), Some("elena.studio.example"));
    assert_eq!(provider.password, Password::Own);
    assert_eq!(provider.help.as_deref(), Some("https://provider.example/help"));
    assert_eq!(provider.plus_addresses, None);
}

#[test]
fn a_provider_without_passwords_is_told() {
    let only = FILE.replace("<authentication>password-cleartext</authentication>", "");
    let provider = of(&only).unwrap();
    assert_eq!(provider.password, Password::Never);
}

#[test]
fn what_cannot_be_used_says_why() {
    assert_eq!(of("<clientConfig>"), Err(AutoconfigError::NotXml));
    assert_eq!(of("<!DOCTYPE a><clientConfig/>"), Err(AutoconfigError::NotXml));
    assert_eq!(of("<a/>"), Err(AutoconfigError::NotAutoconfig));
    assert_eq!(of("<clientConfig><emailProvider/></clientConfig>"), Err(AutoconfigError::NoImap));
    assert_eq!(of(&FILE.replace("993", "0")), Err(AutoconfigError::NoImap));
    assert_eq!(of(&FILE.replace("imap.%EMAILDOMAIN%", "evil host/path")), Err(AutoconfigError::NoImap));
    assert_eq!(of(&FILE.replace("STARTTLS", "plain")), Err(AutoconfigError::NoSmtp));
}

#[test]
fn an_address_can_stand_for_nothing_else() {
    let odd: EmailAddress = "%EMAILDOMAIN%@studio.example".parse().unwrap();
    let provider = read(FILE.as_bytes(), &odd).unwrap();
    assert_eq!(provider.smtp.username_for(&odd).as_deref(), Some("%EMAILDOMAIN%.studio.example"));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..1000)) {
        let _ = read(&bytes, &address());
    }

    #[test]
    fn a_file_changed_anywhere_ends_in_an_error_or_in_protected_servers(bytes in changed(FILE.as_bytes())) {
        if let Ok(provider) = read(&bytes, &address()) {
            for server in [&provider.imap, &provider.smtp] {
                prop_assert!(server.security != Security::None && server.port > 0 && is_host(&server.host));
            }
        }
    }
}
