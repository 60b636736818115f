package wrong

import (
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

const hostKind = "host"

// hosts are merchant hosts that are wrong in what they answer or hear.
var hosts = []Machine{
	{
		Name: "wrong-trace", Doc: "the host answers with another trace number",
		Kills: []string{"PAY-OUT-001", "PAY-OUT-004"}, Cause: "pos did not tell 'authorised'",
		Hooks: party(hostKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				m.STAN = m.STAN.Next()
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "wrong-terminal", Doc: "the host answers another terminal",
		Kills: []string{"PAY-OUT-001", "PAY-OUT-004"}, Cause: "pos did not tell 'authorised'",
		Hooks: party(hostKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				m.Terminal = "NOBODY"
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "decline-as-approval", Doc: "the host answers a decline with the code of an approval",
		Kills: []string{"ISS-002"}, Cause: "gateway did not tell 'declined'",
		Hooks: party(hostKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if m.MTI == iso8583.AuthorisationAnswer || m.MTI == iso8583.FinancialAnswer {
					if m.Code != iso8583.CodePartial {
						m.Code = iso8583.CodeApproved
					}
					if m.Approval == "" {
						m.Approval = "000000"
					}
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "approval-as-decline", Doc: "the host answers an approval with the code of a decline",
		Kills: []string{"PAY-OUT-001", "PAY-OUT-004"}, Cause: "pos did not tell 'authorised'",
		Hooks: party(hostKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if m.MTI == iso8583.AuthorisationAnswer || m.MTI == iso8583.FinancialAnswer {
					m.Code = "05"
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "partial-as-full", Doc: "the host answers a partial approval as a full one",
		Kills: []string{"ISS-003"}, Cause: "pos told 'authorised' with amount 150.00 EUR",
		Hooks: party(hostKind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if m.Code == iso8583.CodePartial {
					m.Code = iso8583.CodeApproved
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "reversals-unheard", Doc: "the host hears no reversal",
		Kills: []string{"ISS-004", "ISS-005", "PAY-OUT-009", "NET-006", "NET-007", "NET-022"}, Cause: "host did not tell 'reversed'",
		Hooks: party(hostKind, func(s *skin) {
			s.hear = heardMessages(s, func(m iso8583.Message) []iso8583.Message {
				if isReversal(m) {
					return nil
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "reversals-unbooked", Doc: "the host answers a reversal and gives nothing back",
		Kills: []string{"ISS-004", "PAY-OUT-009"}, Cause: "host told 'reversed' with amount",
		Hooks: party(hostKind, func(s *skin) {
			s.hear = heardMessages(s, func(m iso8583.Message) []iso8583.Message {
				if isReversal(m) {
					m.RRN, m.Original.STAN = "9"+m.RRN[1:], m.Original.STAN+500_000
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "completions-twice", Doc: "the host books each completion twice",
		Kills: []string{"PAY-OUT-001", "BUS-001", "NET-004"}, Cause: "captured 2 times",
		Hooks: party(hostKind, func(s *skin) {
			s.hear = heardMessages(s, func(m iso8583.Message) []iso8583.Message {
				if !isCompletion(m) {
					return []iso8583.Message{m}
				}
				again := m
				again.STAN += 500_000
				return []iso8583.Message{m, again}
			})
		}),
	},
	{
		Name: "host-deaf", Doc: "the host never answers",
		Kills: []string{"PAY-OUT-004"}, Cause: "pos did not tell 'authorised'",
		Hooks: party(hostKind, func(s *skin) {
			s.say = messages(s, func(iso8583.Message) []iso8583.Message { return nil })
		}),
	},
}
