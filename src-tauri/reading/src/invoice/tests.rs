//! Invoices from Officine Rinaldi to Elena's other clients.

use super::*;

const ORDINARY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2" versione="FPR12">
  <FatturaElettronicaHeader>
    <DatiTrasmissione>
      <IdTrasmittente><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdTrasmittente>
      <ProgressivoInvio>00001</ProgressivoInvio>
      <FormatoTrasmissione>FPR12</FormatoTrasmissione>
      <CodiceDestinatario>0000000</CodiceDestinatario>
      <PECDestinatario>bianchi@pec.example.it</PECDestinatario>
    </DatiTrasmissione>
    <CedentePrestatore>
      <DatiAnagrafici>
        <IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA>
        <CodiceFiscale>01234567890</CodiceFiscale>
        <Anagrafica><Denominazione>Officine Rinaldi &amp; Figli S.r.l.</Denominazione></Anagrafica>
        <RegimeFiscale>RF01</RegimeFiscale>
      </DatiAnagrafici>
      <Sede><Indirizzo>Via Po</Indirizzo><NumeroCivico>12</NumeroCivico><CAP>10121</CAP><Comune>Torino</Comune>
        <Provincia>TO</Provincia><Nazione>IT</Nazione></Sede>
    </CedentePrestatore>
    <CessionarioCommittente>
      <DatiAnagrafici>
        <CodiceFiscale>BNCMRA70A41L219K</CodiceFiscale>
        <Anagrafica><Nome>Maria</Nome><Cognome>Bianchi</Cognome></Anagrafica>
      </DatiAnagrafici>
      <Sede><Indirizzo>Piazza Bodoni 3</Indirizzo><CAP>10123</CAP><Comune>Torino</Comune><Nazione>IT</Nazione></Sede>
    </CessionarioCommittente>
    <TerzoIntermediarioOSoggettoEmittente><DatiAnagrafici>
      <Anagrafica><Denominazione>Studio Conti</Denominazione></Anagrafica>
    </DatiAnagrafici></TerzoIntermediarioOSoggettoEmittente>
  </FatturaElettronicaHeader>
  <FatturaElettronicaBody>
    <DatiGenerali><DatiGeneraliDocumento>
      <TipoDocumento>TD01</TipoDocumento><Divisa>EUR</Divisa><Data>2024-03-15</Data><Numero>12/A</Numero>
      <DatiRitenuta><TipoRitenuta>RT02</TipoRitenuta><ImportoRitenuta>20.00</ImportoRitenuta>
        <AliquotaRitenuta>20.00</AliquotaRitenuta><CausalePagamento>A</CausalePagamento></DatiRitenuta>
      <DatiBollo><BolloVirtuale>SI</BolloVirtuale><ImportoBollo>2.00</ImportoBollo></DatiBollo>
      <DatiCassaPrevidenziale><TipoCassa>TC02</TipoCassa><AlCassa>4.00</AlCassa>
        <ImportoContributoCassa>4.00</ImportoContributoCassa><AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale>
      <ImportoTotaleDocumento>1234.50</ImportoTotaleDocumento>
      <Causale>Riparazione</Causale><Causale><![CDATA[Ordine <7>]]></Causale>
    </DatiGeneraliDocumento></DatiGenerali>
    <DatiBeniServizi>
      <DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Cambio dell&#39;olio &#x20AC;</Descrizione>
        <Quantita>2.00</Quantita><UnitaMisura>ore</UnitaMisura><PrezzoUnitario>45.12345678</PrezzoUnitario>
        <PrezzoTotale>90.25</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee>
      <DettaglioLinee><NumeroLinea>2</NumeroLinea><Descrizione>Sconto</Descrizione>
        <PrezzoUnitario>-10.00</PrezzoUnitario><PrezzoTotale>-10.00</PrezzoTotale>
        <AliquotaIVA>0.00</AliquotaIVA><Natura>N2.2</Natura></DettaglioLinee>
      <DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>90.25</ImponibileImporto>
        <Imposta>19.86</Imposta><EsigibilitaIVA>I</EsigibilitaIVA></DatiRiepilogo>
    </DatiBeniServizi>
    <DatiPagamento><CondizioniPagamento>TP02</CondizioniPagamento>
      <DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento>
        <DataScadenzaPagamento>2024-04-30+02:00</DataScadenzaPagamento><ImportoPagamento>1214.50</ImportoPagamento>
        <IstitutoFinanziario>Banca di Prova</IstitutoFinanziario><IBAN>IT60 X054 2811 1010 0000 0123 456</IBAN>
      </DettaglioPagamento></DatiPagamento>
    <Allegati><NomeAttachment>scheda.pdf</NomeAttachment><FormatoAttachment>PDF</FormatoAttachment>
      <Attachment>JVBERi0x
        Ljc=</Attachment></Allegati>
    <Allegati><NomeAttachment>rotto.pdf</NomeAttachment><Attachment>%%%</Attachment></Allegati>
  </FatturaElettronicaBody>
</p:FatturaElettronica>"#;

const SIMPLIFIED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ns2:FatturaElettronicaSemplificata versione="FSM10" xmlns:ns2="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0">
<FatturaElettronicaHeader>
  <DatiTrasmissione><ProgressivoInvio>7</ProgressivoInvio><FormatoTrasmissione>FSM10</FormatoTrasmissione>
    <CodiceDestinatario>ABC1234</CodiceDestinatario></DatiTrasmissione>
  <CedentePrestatore><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA>
    <Denominazione>Bar Sport</Denominazione><Sede><Indirizzo>Via Roma 1</Indirizzo><CAP>10100</CAP>
    <Comune>Torino</Comune><Nazione>IT</Nazione></Sede></CedentePrestatore>
  <CessionarioCommittente><IdentificativiFiscali><CodiceFiscale>BNCMRA70A41L219K</CodiceFiscale></IdentificativiFiscali>
    <AltriDatiIdentificativi><Nome>Maria</Nome><Cognome>Bianchi</Cognome><Sede><Comune>Asti</Comune></Sede>
    </AltriDatiIdentificativi></CessionarioCommittente>
</FatturaElettronicaHeader>
<FatturaElettronicaBody>
  <DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD07</TipoDocumento><Divisa>EUR</Divisa>
    <Data>2024-01-02</Data><Numero>3</Numero></DatiGeneraliDocumento></DatiGenerali>
  <DatiBeniServizi><Descrizione>Pranzo</Descrizione><Importo>33.00</Importo>
    <DatiIVA><Imposta>3.00</Imposta><Aliquota>10.00</Aliquota></DatiIVA></DatiBeniServizi>
</FatturaElettronicaBody></ns2:FatturaElettronicaSemplificata>"#;

fn amount(text: &str) -> Option<Amount> {
    Amount::read(text)
}

fn error(xml: &str) -> InvoiceError {
    read(xml.as_bytes()).unwrap_err()
}

#[test]
fn an_ordinary_invoice_tells_its_sides() {
    let invoice = read(ORDINARY.as_bytes()).unwrap();
    assert_eq!(invoice.format, Format::ToPrivate);
    assert_eq!(invoice.transmission.as_deref(), Some("00001"));
    assert_eq!(invoice.destination_code.as_deref(), Some("0000000"));
    assert_eq!(invoice.destination_pec.as_deref(), Some("bianchi@pec.example.it"));
    assert_eq!(invoice.issued_by.as_deref(), Some("Studio Conti"));
    assert!(invoice.signers.is_empty());
    let address = Address {
        street: Some("Via Po 12".into()),
        postcode: Some("10121".into()),
        town: Some("Torino".into()),
        province: Some("TO".into()),
        country: Some("IT".into()),
    };
    let rinaldi = Party {
        name: "Officine Rinaldi & Figli S.r.l.".into(),
        vat_number: Some("IT01234567890".into()),
        tax_code: Some("01234567890".into()),
        address: Some(address),
    };
    assert_eq!(invoice.sender, rinaldi);
    assert_eq!(invoice.recipient.name, "Maria Bianchi");
    assert_eq!(invoice.recipient.vat_number, None);
    assert_eq!(invoice.recipient.tax_code.as_deref(), Some("BNCMRA70A41L219K"));
}

#[test]
fn an_ordinary_invoice_tells_its_body() {
    let invoice = read(ORDINARY.as_bytes()).unwrap();
    let [body] = invoice.bodies.as_slice() else { panic!("{:?}", invoice.bodies) };
    assert_eq!((body.kind.as_str(), body.number.as_str(), body.currency.as_str()), ("TD01", "12/A", "EUR"));
    assert_eq!(body.date.to_string(), "2024-03-15");
    assert_eq!(body.total, amount("1234.50"));
    assert_eq!(body.reasons, ["Riparazione", "Ordine <7>"]);
    assert_eq!(body.stamp_duty, amount("2.00"));
    let withheld = Withholding { kind: Some("RT02".into()), amount: amount("20.00"), rate: amount("20.00") };
    assert_eq!(body.withholdings, [withheld]);
    assert_eq!(body.funds[0].kind.as_deref(), Some("TC02"));
    let oil = Line {
        number: Some("1".into()),
        description: "Cambio dell'olio €".into(),
        quantity: amount("2.00"),
        unit: Some("ore".into()),
        unit_price: amount("45.12345678"),
        total: amount("90.25"),
        vat_rate: amount("22.00"),
        nature: None,
    };
    assert_eq!(body.lines[0], oil);
    assert_eq!(body.lines[1].nature.as_deref(), Some("N2.2"));
    assert_eq!(body.lines[1].total, amount("-10.00"));
    assert_eq!((&body.vat[0].taxable, &body.vat[0].tax), (&amount("90.25"), &amount("19.86")));
    let [payment] = body.payments.as_slice() else { panic!("{:?}", body.payments) };
    assert_eq!(payment.method.as_deref(), Some("MP05"));
    assert_eq!(payment.due.unwrap().to_string(), "2024-04-30");
    assert_eq!(payment.amount, amount("1214.50"));
    assert_eq!(payment.iban.as_deref(), Some("IT60X0542811101000000123456"));
    let files: Vec<_> =
        body.attachments.iter().map(|file| (file.name.as_str(), file.bytes.as_deref())).collect();
    assert_eq!(files, [("scheda.pdf", Some(b"%PDF-1.7" as &[u8])), ("rotto.pdf", None)]);
}

#[test]
fn a_simplified_invoice_is_read_too() {
    let invoice = read(SIMPLIFIED.as_bytes()).unwrap();
    assert_eq!(invoice.format, Format::Simplified);
    assert_eq!(invoice.sender.name, "Bar Sport");
    assert_eq!(invoice.sender.vat_number.as_deref(), Some("IT01234567890"));
    assert_eq!(invoice.recipient.name, "Maria Bianchi");
    assert_eq!(invoice.recipient.address.unwrap().town.as_deref(), Some("Asti"));
    let line = &invoice.bodies[0].lines[0];
    assert_eq!((&line.total, &line.vat_rate), (&amount("33.00"), &amount("10.00")));
}

#[test]
fn any_prefix_or_none_is_the_same() {
    let prefixed = read(ORDINARY.as_bytes()).unwrap();
    let bare = ORDINARY.replace("p:FatturaElettronica", "FatturaElettronica").replace("xmlns:p", "xmlns");
    assert_eq!(read(bare.as_bytes()).unwrap(), prefixed);
    let every =
        bare.replace("</", "</a:").replace('<', "<a:").replace("<a:?", "<?").replace("<a:/a:", "</a:");
    let every = every.replace("<a:![CDATA[Ordine <a:7>", "<![CDATA[Ordine <7>").replace("xmlns", "xmlns:a");
    assert_eq!(read(every.as_bytes()).unwrap(), prefixed);
}

#[test]
fn latin_1_is_read_by_its_declaration() {
    let latin = ORDINARY.replace("UTF-8", "ISO-8859-1").replace("Riparazione", "Qualit\u{e0}");
    let latin: Vec<u8> = latin.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    assert_eq!(read(&latin).unwrap().bodies[0].reasons[0], "Qualità");
}

#[test]
fn a_lot_tells_all_its_bodies() {
    let from = ORDINARY.find("<FatturaElettronicaBody>").unwrap();
    let end = ORDINARY.find("</p:FatturaElettronica>").unwrap();
    let body = &ORDINARY[from..end];
    let lot = ORDINARY.replace(body, &format!("{body}{}", body.replace("12/A", "13/A")));
    let numbers: Vec<String> =
        read(lot.as_bytes()).unwrap().bodies.into_iter().map(|body| body.number).collect();
    assert_eq!(numbers, ["12/A", "13/A"]);
}

#[test]
fn a_signed_invoice_is_read_with_its_signers() {
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("fattura.xml"), ORDINARY).unwrap();
    let run = |line: &str| {
        let output = std::process::Command::new("openssl")
            .current_dir(desk.path())
            .args(line.split(' '))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run("req -x509 -nodes -subj /CN=Rinaldi -newkey rsa:2048 -keyout key -out crt");
    run(
        "cms -sign -binary -nodetach -in fattura.xml -outform DER -stream -indef -signer crt -inkey key -out fattura.xml.p7m",
    );
    let invoice = read(&std::fs::read(desk.path().join("fattura.xml.p7m")).unwrap()).unwrap();
    assert_eq!(invoice.sender.name, "Officine Rinaldi & Figli S.r.l.");
    assert_eq!(invoice.signers[0].integrity, signed::Integrity::Intact);
    run("cms -sign -binary -in fattura.xml -outform DER -signer crt -inkey key -out detached.p7s");
    let detached = std::fs::read(desk.path().join("detached.p7s")).unwrap();
    assert_eq!(read(&detached), Err(InvoiceError::ContentElsewhere));
}

#[test]
fn what_is_no_invoice_says_so() {
    assert_eq!(error(""), InvoiceError::NotXml);
    assert_eq!(error("%PDF-1.7"), InvoiceError::NotXml);
    assert_eq!(error("<html><body/></html>"), InvoiceError::NotAnInvoice);
    assert_eq!(error("<a/><a/>"), InvoiceError::NotXml);
    assert_eq!(error("<a></b>"), InvoiceError::NotXml);
    assert_eq!(error(&ORDINARY.replace(">FPR12<", ">FPR99<")), InvoiceError::NotAnInvoice);
    assert_eq!(error(&ORDINARY[..ORDINARY.len() / 2]), InvoiceError::NotXml);
}

#[test]
fn what_is_missing_or_unreadable_is_named() {
    assert_eq!(
        error(&ORDINARY.replace("<Numero>12/A</Numero>", "")),
        InvoiceError::Missing { field: "Numero" }
    );
    let total = ORDINARY.replace("1234.50", "1.234,50");
    let says = String::from("1.234,50");
    assert_eq!(error(&total), InvoiceError::Unreadable { field: "ImportoTotaleDocumento", says });
    let says = String::from("2024-02-30");
    assert_eq!(
        error(&ORDINARY.replace("2024-03-15", &says)),
        InvoiceError::Unreadable { field: "Data", says }
    );
}

#[test]
fn a_dtd_is_refused_and_with_it_every_bomb_of_entities() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>";
    assert_eq!(error(bomb), InvoiceError::Dtd);
    let outside = "<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>";
    assert_eq!(error(outside), InvoiceError::Dtd);
    assert_eq!(error("<l>&a;</l>"), InvoiceError::NotXml);
}

#[test]
fn too_deep_too_many_and_too_large_are_refused() {
    assert_eq!(error(&"<a>".repeat(65)), InvoiceError::TooDeep);
    assert_eq!(error(&format!("<a>{}</a>", "<b/>".repeat(400_000))), InvoiceError::TooDeep);
    let large = format!("<a>{}</a>", " ".repeat(MAX_BYTES));
    assert_eq!(error(&large), InvoiceError::TooLarge { limit: MAX_BYTES });
}

#[test]
fn an_amount_is_a_decimal_and_nothing_else() {
    for text in ["0", "12", "-1234.50", "+3.10", "00012.000"] {
        assert!(Amount::read(text).is_some(), "{text}");
    }
    for text in ["", "-", ".", "1.", ".5", "1,5", "1e3", "1.2.3", "NaN", "１", &"1".repeat(33)] {
        assert!(Amount::read(text).is_none(), "{text}");
    }
    assert_eq!(Amount::read("+3.10").unwrap().as_str(), "3.10");
}

#[test]
fn every_code_has_its_words_once() {
    for table in [
        codes::DOCUMENT_KINDS,
        codes::PAYMENT_METHODS,
        codes::PAYMENT_TERMS,
        codes::NATURES,
        codes::VAT_DUE,
        codes::WITHHOLDINGS,
        codes::FUNDS,
    ] {
        let codes: std::collections::HashSet<&str> = table.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), table.len());
        assert!(table.iter().all(|(_, words)| !words.it.is_empty() && !words.en.is_empty()));
    }
    assert_eq!(codes::document_kind("TD01").unwrap().it, "fattura");
    assert_eq!(codes::payment_method("MP05").unwrap().en, "bank transfer");
    assert_eq!(codes::nature("N9"), None);
}

/// An invoice that is right, for the properties.
pub(super) const EXAMPLE: &str = ORDINARY;
