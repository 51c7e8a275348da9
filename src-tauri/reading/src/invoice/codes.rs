//! The words of an invoice's codes, as the technical specifications list them (`FatturaPA` 1.2.2 and later).
//!
//! The Italian words are the specifications', shortened; a code that is not listed here is shown as it stands.

use crate::Wording;
use crate::wording::worded;

const fn words(it: &'static str, en: &'static str) -> Wording {
    Wording { it, en }
}

/// The words of a code of `TipoDocumento`.
pub fn document_kind(code: &str) -> Option<Wording> {
    worded(DOCUMENT_KINDS, code)
}

/// The words of a code of `ModalitaPagamento`.
pub fn payment_method(code: &str) -> Option<Wording> {
    worded(PAYMENT_METHODS, code)
}

/// The words of a code of `CondizioniPagamento`.
pub fn payment_terms(code: &str) -> Option<Wording> {
    worded(PAYMENT_TERMS, code)
}

/// The words of a code of `Natura`.
pub fn nature(code: &str) -> Option<Wording> {
    worded(NATURES, code)
}

/// The words of a code of `EsigibilitaIVA`.
pub fn vat_due(code: &str) -> Option<Wording> {
    worded(VAT_DUE, code)
}

/// The words of a code of `TipoRitenuta`.
pub fn withholding(code: &str) -> Option<Wording> {
    worded(WITHHOLDINGS, code)
}

/// The words of a code of `TipoCassa`.
pub fn fund(code: &str) -> Option<Wording> {
    worded(FUNDS, code)
}

/// `TipoDocumento`: the documents.
pub const DOCUMENT_KINDS: &[(&str, Wording)] = &[
    ("TD01", words("fattura", "invoice")),
    ("TD02", words("acconto o anticipo su fattura", "advance on an invoice")),
    ("TD03", words("acconto o anticipo su parcella", "advance on a fee note")),
    ("TD04", words("nota di credito", "credit note")),
    ("TD05", words("nota di debito", "debit note")),
    ("TD06", words("parcella", "fee note")),
    ("TD07", words("fattura semplificata", "simplified invoice")),
    ("TD08", words("nota di credito semplificata", "simplified credit note")),
    ("TD09", words("nota di debito semplificata", "simplified debit note")),
    (
        "TD16",
        words(
            "integrazione fattura da reverse charge interno",
            "completion of an invoice under domestic reverse charge",
        ),
    ),
    (
        "TD17",
        words(
            "integrazione o autofattura per acquisto di servizi dall'estero",
            "completion or self-invoice for services bought abroad",
        ),
    ),
    (
        "TD18",
        words(
            "integrazione per acquisto di beni intracomunitari",
            "completion for goods bought within the EU",
        ),
    ),
    (
        "TD19",
        words(
            "integrazione o autofattura per acquisto di beni ex art. 17 c. 2 DPR 633/72",
            "completion or self-invoice for goods under art. 17(2) DPR 633/72",
        ),
    ),
    (
        "TD20",
        words(
            "autofattura per regolarizzazione e integrazione delle fatture",
            "self-invoice to regularise and complete invoices",
        ),
    ),
    ("TD21", words("autofattura per splafonamento", "self-invoice for exceeding the VAT-free ceiling")),
    ("TD22", words("estrazione beni da deposito IVA", "goods taken out of a VAT warehouse")),
    (
        "TD23",
        words(
            "estrazione beni da deposito IVA con versamento dell'IVA",
            "goods taken out of a VAT warehouse, VAT paid",
        ),
    ),
    (
        "TD24",
        words(
            "fattura differita ex art. 21 c. 4 lett. a DPR 633/72",
            "deferred invoice under art. 21(4)(a) DPR 633/72",
        ),
    ),
    (
        "TD25",
        words(
            "fattura differita ex art. 21 c. 4 terzo periodo lett. b DPR 633/72",
            "deferred invoice under art. 21(4)(b) DPR 633/72",
        ),
    ),
    (
        "TD26",
        words(
            "cessione di beni ammortizzabili e passaggi interni",
            "sale of depreciable goods and internal transfers",
        ),
    ),
    (
        "TD27",
        words(
            "fattura per autoconsumo o cessioni gratuite senza rivalsa",
            "invoice for own use or free supplies without recharge of VAT",
        ),
    ),
    (
        "TD28",
        words(
            "acquisti da San Marino con IVA (fattura cartacea)",
            "purchases from San Marino with VAT (paper invoice)",
        ),
    ),
    (
        "TD29",
        words(
            "comunicazione per omessa o irregolare fatturazione",
            "notice of a missing or irregular invoice",
        ),
    ),
];

/// `ModalitaPagamento`: the ways to pay.
pub const PAYMENT_METHODS: &[(&str, Wording)] = &[
    ("MP01", words("contanti", "cash")),
    ("MP02", words("assegno", "cheque")),
    ("MP03", words("assegno circolare", "banker's draft")),
    ("MP04", words("contanti presso Tesoreria", "cash at the Treasury")),
    ("MP05", words("bonifico", "bank transfer")),
    ("MP06", words("vaglia cambiario", "promissory note")),
    ("MP07", words("bollettino bancario", "bank payment slip")),
    ("MP08", words("carta di pagamento", "payment card")),
    ("MP09", words("RID", "direct debit (RID)")),
    ("MP10", words("RID utenze", "direct debit for utilities (RID)")),
    ("MP11", words("RID veloce", "fast direct debit (RID)")),
    ("MP12", words("RIBA", "bank receipt (RIBA)")),
    ("MP13", words("MAV", "payment slip (MAV)")),
    ("MP14", words("quietanza erario", "receipt of the tax office")),
    ("MP15", words("giroconto su conti di contabilità speciale", "transfer between special accounts")),
    ("MP16", words("domiciliazione bancaria", "standing order at the bank")),
    ("MP17", words("domiciliazione postale", "standing order at the post office")),
    ("MP18", words("bollettino di c/c postale", "post office payment slip")),
    ("MP19", words("SEPA Direct Debit", "SEPA direct debit")),
    ("MP20", words("SEPA Direct Debit CORE", "SEPA direct debit, Core")),
    ("MP21", words("SEPA Direct Debit B2B", "SEPA direct debit, B2B")),
    ("MP22", words("trattenuta su somme già riscosse", "kept from sums already collected")),
    ("MP23", words("PagoPA", "PagoPA")),
];

/// `CondizioniPagamento`: the terms of payment.
pub const PAYMENT_TERMS: &[(&str, Wording)] = &[
    ("TP01", words("pagamento a rate", "in instalments")),
    ("TP02", words("pagamento completo", "in full")),
    ("TP03", words("anticipo", "in advance")),
];

/// `Natura`: the reasons for no VAT.
pub const NATURES: &[(&str, Wording)] = &[
    ("N1", words("escluse ex art. 15", "excluded under art. 15")),
    ("N2", words("non soggette", "not subject to VAT")),
    (
        "N2.1",
        words(
            "non soggette ai sensi degli artt. da 7 a 7-septies DPR 633/72",
            "not subject to VAT under arts. 7 to 7-septies DPR 633/72",
        ),
    ),
    ("N2.2", words("non soggette, altri casi", "not subject to VAT, other cases")),
    ("N3", words("non imponibili", "not taxable")),
    ("N3.1", words("non imponibili, esportazioni", "not taxable, exports")),
    ("N3.2", words("non imponibili, cessioni intracomunitarie", "not taxable, supplies within the EU")),
    ("N3.3", words("non imponibili, cessioni verso San Marino", "not taxable, supplies to San Marino")),
    (
        "N3.4",
        words(
            "non imponibili, operazioni assimilate alle esportazioni",
            "not taxable, supplies treated as exports",
        ),
    ),
    (
        "N3.5",
        words(
            "non imponibili a seguito di dichiarazioni d'intento",
            "not taxable, after a declaration of intent",
        ),
    ),
    (
        "N3.6",
        words(
            "non imponibili, altre operazioni che non concorrono al plafond",
            "not taxable, other supplies outside the ceiling",
        ),
    ),
    ("N4", words("esenti", "exempt")),
    ("N5", words("regime del margine o IVA non esposta in fattura", "margin scheme, or VAT not shown")),
    ("N6", words("inversione contabile", "reverse charge")),
    (
        "N6.1",
        words(
            "inversione contabile, rottami e altri materiali di recupero",
            "reverse charge, scrap and other recovered materials",
        ),
    ),
    ("N6.2", words("inversione contabile, oro e argento", "reverse charge, gold and silver")),
    (
        "N6.3",
        words(
            "inversione contabile, subappalto nel settore edile",
            "reverse charge, subcontracting in construction",
        ),
    ),
    ("N6.4", words("inversione contabile, cessione di fabbricati", "reverse charge, sale of buildings")),
    ("N6.5", words("inversione contabile, cessione di telefoni cellulari", "reverse charge, mobile phones")),
    (
        "N6.6",
        words(
            "inversione contabile, cessione di prodotti elettronici",
            "reverse charge, electronic products",
        ),
    ),
    (
        "N6.7",
        words(
            "inversione contabile, comparto edile e settori connessi",
            "reverse charge, construction and related trades",
        ),
    ),
    ("N6.8", words("inversione contabile, settore energetico", "reverse charge, energy")),
    ("N6.9", words("inversione contabile, altri casi", "reverse charge, other cases")),
    ("N7", words("IVA assolta in altro stato UE", "VAT paid in another EU state")),
];

/// `EsigibilitaIVA`: the ways the VAT falls due.
pub const VAT_DUE: &[(&str, Wording)] = &[
    ("I", words("esigibilità immediata", "due at once")),
    ("D", words("esigibilità differita", "due when paid")),
    ("S", words("scissione dei pagamenti", "split payment")),
];

/// `TipoRitenuta`: the withholdings.
pub const WITHHOLDINGS: &[(&str, Wording)] = &[
    ("RT01", words("ritenuta persone fisiche", "tax withheld from a person")),
    ("RT02", words("ritenuta persone giuridiche", "tax withheld from a company")),
    ("RT03", words("contributo INPS", "INPS contribution")),
    ("RT04", words("contributo ENASARCO", "ENASARCO contribution")),
    ("RT05", words("contributo ENPAM", "ENPAM contribution")),
    ("RT06", words("altro contributo previdenziale", "other social security contribution")),
];

/// `TipoCassa`: the professional funds.
pub const FUNDS: &[(&str, Wording)] = &[
    ("TC01", words("Cassa nazionale avvocati e procuratori legali", "lawyers' fund")),
    ("TC02", words("Cassa dottori commercialisti", "chartered accountants' fund")),
    ("TC03", words("Cassa geometri", "surveyors' fund")),
    ("TC04", words("Cassa ingegneri e architetti", "engineers' and architects' fund")),
    ("TC05", words("Cassa del notariato", "notaries' fund")),
    ("TC06", words("Cassa ragionieri e periti commerciali", "accountants' fund")),
    ("TC07", words("ENASARCO, agenti e rappresentanti di commercio", "commercial agents' fund (ENASARCO)")),
    ("TC08", words("ENPACL, consulenti del lavoro", "labour consultants' fund (ENPACL)")),
    ("TC09", words("ENPAM, medici", "doctors' fund (ENPAM)")),
    ("TC10", words("ENPAF, farmacisti", "pharmacists' fund (ENPAF)")),
    ("TC11", words("ENPAV, veterinari", "veterinarians' fund (ENPAV)")),
    ("TC12", words("ENPAIA, impiegati dell'agricoltura", "agricultural employees' fund (ENPAIA)")),
    (
        "TC13",
        words("fondo imprese di spedizione e agenzie marittime", "shipping companies' and agencies' fund"),
    ),
    ("TC14", words("INPGI, giornalisti", "journalists' fund (INPGI)")),
    ("TC15", words("ONAOSI, orfani sanitari italiani", "health workers' orphans' fund (ONAOSI)")),
    ("TC16", words("CASAGIT, assistenza giornalisti", "journalists' health fund (CASAGIT)")),
    ("TC17", words("EPPI, periti industriali", "industrial technicians' fund (EPPI)")),
    ("TC18", words("EPAP, ente pluricategoriale", "joint professions' fund (EPAP)")),
    ("TC19", words("ENPAB, biologi", "biologists' fund (ENPAB)")),
    ("TC20", words("ENPAPI, infermieri", "nurses' fund (ENPAPI)")),
    ("TC21", words("ENPAP, psicologi", "psychologists' fund (ENPAP)")),
    ("TC22", words("INPS", "INPS")),
];
