//! A DNS server on this computer that knows a few records and says of all else that there is none.

use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::{MX, SRV};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};

/// What a name has.
#[derive(Debug, Clone, Copy)]
pub enum NameRecord {
    /// A mail server, and how early it is chosen.
    Mx(u16, &'static str),
    /// A service: how early it is chosen, its port, its host.
    Srv(u16, u16, &'static str),
}

/// A name server with a table.
pub struct NameServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    /// Starts it with its table.
    pub fn start(table: &'static [(&'static str, NameRecord)]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let server = Self { address, asked: asked.clone() };
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok((length, from)) = socket.recv_from(&mut buffer) {
                let question = Message::from_vec(&buffer[..length]).unwrap();
                asked.lock().unwrap().extend(question.queries.iter().map(|query| query.name().to_utf8()));
                let _ = socket.send_to(&answer(&question, table).to_vec().unwrap(), from);
            }
        });
        server
    }

    /// Where it is asked.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The names that it was asked for.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(question: &Message, table: &[(&str, NameRecord)]) -> Message {
    let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
    answer.metadata.recursion_desired = question.metadata.recursion_desired;
    answer.metadata.recursion_available = true;
    answer.queries.clone_from(&question.queries);
    for query in &question.queries {
        let of_name = table.iter().filter(|(name, _)| query.name() == &self::name(name));
        let records = of_name.filter_map(|(_, record)| match (query.query_type(), record) {
            (RecordType::MX, NameRecord::Mx(preference, host)) => {
                Some(RData::MX(MX::new(*preference, name(host))))
            }
            (RecordType::SRV, NameRecord::Srv(priority, port, host)) => {
                Some(RData::SRV(SRV::new(*priority, 0, *port, name(host))))
            }
            _ => None,
        });
        answer.add_answers(records.map(|data| Record::from_rdata(query.name().clone(), 60, data)));
    }
    if answer.answers.is_empty() {
        answer.metadata.response_code = ResponseCode::NXDomain;
    }
    answer
}

fn name(text: &str) -> Name {
    Name::from_ascii(format!("{}.", text.trim_end_matches('.'))).unwrap()
}
