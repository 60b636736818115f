package wrong

import (
	"encoding/hex"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// networks are merchant hosts whose networks, issuers, keys or settlement are wrong, and wrong terminals before them.
var networks = []Machine{
	{
		Name: "one-decline", Doc: "the host answers every decline with the same code",
		Kills: []string{"NET-001", "NET-015", "NET-016", "NET-023"}, Cause: "told 'answered' with code",
		Hooks: says93(func(m *iso8583.Message) {
			if m.MTI == iso8583.AuthorisationAnswer && declined(m.Code) {
				m.Code = "96"
				if m.Amount.Minor%2 == 0 {
					m.Code = "57"
				}
			}
		}),
	},
	{
		Name: "status-unknown", Doc: "the host takes a status check for an amount",
		Kills: []string{"NET-003"}, Cause: "host.held", Hooks: hears93(statusBlind),
	},
	{
		Name: "models-unminded", Doc: "the host does not mind by which model money is reserved",
		Kills: []string{"NET-008"}, Cause: "did not tell 'declined'", Hooks: hears93(statusBlind),
	},
	{
		Name: "grants-the-asked", Doc: "the host tells no more than was asked where a network grants more",
		Kills: []string{"NET-002"}, Cause: "pos told 'authorised' with amount",
		Hooks: says93(func(m *iso8583.Message) {
			if m.Code == iso8583.CodePartial && len(m.Amounts) > 0 {
				m.Amount.Minor = min(m.Amount.Minor, m.Amounts[0].Amount.Minor)
			}
		}),
	},
	{
		Name: "refund-as-sale", Doc: "the host books a refund as a sale",
		Kills: []string{"NET-007"}, Cause: "host.captured",
		Hooks: hears93(func(m *iso8583.Message) {
			if m.Processing == iso8583.Refund {
				m.Processing = iso8583.Purchase
			}
		}),
	},
	{
		Name: "late-untold", Doc: "the host does not measure how late a completion is",
		Kills: []string{"NET-009"}, Cause: "did not tell 'advice-late'", Hooks: party(hostKind, untold[host.AdviceLate]),
	},
	{
		Name: "expiry-untold", Doc: "the host does not say that a hold has died",
		Kills: []string{"NET-010"}, Cause: "did not tell 'hold-expired'", Hooks: party(hostKind, untold[host.HoldExpired]),
	},
	{
		Name: "stand-in-unadvised", Doc: "the network does not tell the issuer what it granted",
		Kills: []string{"NET-011"}, Cause: "did not tell 'stand-in-advised'", Hooks: party(hostKind, untold[host.StandInAdvised]),
	},
	{
		Name: "stand-in-without-limit", Doc: "the network stands in for any amount, because it hears a small one",
		Kills: []string{"NET-011"}, Cause: "did not tell 'declined'",
		Hooks: hears93(func(m *iso8583.Message) {
			if m.MTI == iso8583.AuthorisationRequest && m.Amount.Minor > 5000 {
				m.Amount.Minor = 5000
			}
		}),
	},
	{
		Name: "seals-unchecked", Doc: "the host takes any authentication code",
		Kills: []string{"NET-012"}, Cause: "did not tell 'refused'", Hooks: party(hostKind, sealsUnchecked),
	},
	{
		Name: "seals-damaged", Doc: "the host seals its answers wrongly",
		Kills: []string{"NET-012", "NET-013", "NET-014"}, Cause: "did not tell 'answered'", Hooks: party(hostKind, sealsDamaged),
	},
	{
		Name: "key-unkept", Doc: "the host tells another key than it keeps",
		Kills: []string{"NET-013"}, Cause: "payment-terminal 1 did not tell 'answered'", Hooks: says93(otherKey),
	},
	{
		Name: "pins-unchecked", Doc: "the issuer does not look at PINs",
		Kills: []string{"NET-015"}, Cause: "told 'answered' with code",
		Hooks: hears93(func(m *iso8583.Message) { m.PINBlock = payment.Secret{} }),
	},
	{
		Name: "limits-unknown", Doc: "the issuer takes every credit card for one without limits",
		Kills: []string{"NET-016"}, Cause: "told 'answered' with code",
		Hooks: hears93(func(m *iso8583.Message) {
			if pan, _ := m.Card(); m.MTI == iso8583.AuthorisationRequest && !pan.IsZero() {
				other, _ := payment.LookupCard("visa-stripe")
				m.Track2 = other.Track2()
			}
		}),
	},
	{
		Name: "sign-on-unneeded", Doc: "the host does not mind whether a terminal has signed on",
		Kills: []string{"NET-017"}, Cause: "did not tell 'refused'", Hooks: party(hostKind, signsOnItself),
	},
	{
		Name: "totals-cent-less", Doc: "the host reads a cent less in a terminal's totals",
		Kills: []string{"NET-018"}, Cause: "host told 'reconciled' with balanced",
		Hooks: hears93(func(m *iso8583.Message) {
			if m.MTI == iso8583.Reconciliation && m.Totals.Debits.Minor > 0 {
				m.Totals.Debits.Minor--
			}
		}),
	},
	{
		Name: "mismatch-hidden", Doc: "the host tells every terminal that it is in balance",
		Kills: []string{"NET-019"}, Cause: "told 'answered' with code",
		Hooks: says93(func(m *iso8583.Message) {
			if m.Code == iso8583.CodeOutOfBalance {
				m.Code, m.Balance = iso8583.CodeApproved, iso8583.InBalance
			}
		}),
	},
	{
		Name: "cut-over-unheard", Doc: "the host takes a cut-over for an echo",
		Kills: []string{"NET-020"}, Cause: "did not tell 'settled'",
		Hooks: hears93(func(m *iso8583.Message) {
			if m.Network == iso8583.CutOver {
				m.Network, m.Function = iso8583.Echo, ""
			}
		}),
	},
	{
		Name: "settles-twice", Doc: "the host settles each capture twice",
		Kills: []string{"NET-020"}, Cause: "settled twice",
		Hooks: party(hostKind, func(s *skin) {
			s.tell = func(e forecourt.Event, pass func(forecourt.Event)) {
				pass(e)
				if _, ok := e.(host.Settled); ok {
					s.shows()
					pass(e)
				}
			}
		}),
	},
	{
		Name: "day-of-yesterday", Doc: "the host keeps telling the settlement day that is closed",
		Kills: []string{"NET-021"}, Cause: "with day",
		Hooks: says93(func(m *iso8583.Message) {
			if m.Settles == "260106" || m.Settles == "0106" {
				m.Settles = m.Settles[:len(m.Settles)-1] + "5"
			}
		}),
	},
	{
		Name: "cents-cut", Doc: "the host cuts amounts to whole units",
		Kills: []string{"NET-023"}, Cause: "told 'answered' with code",
		Hooks: hears93(func(m *iso8583.Message) { m.Amount.Minor -= m.Amount.Minor % 100 }),
	},
	{
		Name: "part-as-whole", Doc: "the host answers a partial approval of a terminal as a whole one",
		Kills: []string{"NET-005"}, Cause: "told 'answered' with code",
		Hooks: says93(func(m *iso8583.Message) {
			if m.Code == iso8583.CodePartial {
				m.Code = iso8583.CodeApproved
			}
		}),
	},
	{
		Name: "advice-once", Doc: "the terminal sends an advice once, answered or not",
		Kills: []string{"NET-022"}, Cause: "did not tell 'completed'",
		Hooks: party(terminal.Kind, func(s *skin) {
			s.say = messages(s, func(m iso8583.Message) []iso8583.Message {
				if m.MTI.IsRepeat() {
					return nil
				}
				return []iso8583.Message{m}
			})
		}),
	},
	{
		Name: "terminal-cent-more", Doc: "the terminal completes a cent more than was granted",
		Kills: []string{"NET-003", "NET-005", "NET-006"}, Cause: "over-auth",
		Hooks: party(terminal.Kind, func(s *skin) {
			s.say = messages(s, alters(func(m *iso8583.Message) {
				if isCompletion(*m) {
					m.Amount.Minor++
				}
			}))
		}),
	},
}

// says93 changes what the host answers, hears93 what it hears, in whatever profile.
func says93(change func(*iso8583.Message)) func(*Count) station.Hooks {
	return party(hostKind, func(s *skin) { s.say = messages(s, alters(change)) })
}

func hears93(change func(*iso8583.Message)) func(*Count) station.Hooks {
	return party(hostKind, func(s *skin) { s.hear = heardMessages(s, alters(change)) })
}

func declined(code string) bool {
	r, _ := iso8583.LookupResponse(code)
	return r.Class != iso8583.Approve && r.Class != iso8583.Partial
}

// statusBlind makes an amount of a status check.
func statusBlind(m *iso8583.Message) {
	if m.MTI == iso8583.AuthorisationRequest && m.Amount.Minor == 100 {
		m.Amount.Minor++
	}
}

// sealsUnchecked puts an authentication code right that has a wrong bit.
func sealsUnchecked(s *skin) {
	s.hear = func(_ *machine.Env, c wire.Chunk, pass func(wire.Chunk)) {
		right := append([]byte(nil), c.Bytes...)
		right[len(right)-1] ^= 1
		if line, all, ok := spelt(right); ok && len(all) == 1 {
			for _, way := range []host.MAC{host.RetailMAC, host.CMAC} {
				seal := host.Link{MAC: way}.Sealer(emv.TestMACKey)
				if raw := line.profile.Messages(right)[0]; line.profile.Sealed(raw, seal) == nil {
					s.shows()
					c.Bytes = right
				}
			}
		}
		pass(c)
	}
}

// sealsDamaged turns a bit of every authentication code that the host says.
func sealsDamaged(s *skin) {
	s.say = func(b []byte, pass func([]byte)) {
		if _, all, ok := spelt(b); ok && len(all) == 1 && !all[0].MAC.IsZero() {
			s.shows()
			b = append([]byte(nil), b...)
			b[len(b)-1] ^= 1
		}
		pass(b)
	}
}

// otherKey puts another key into the answer to a key change, with its right check value.
func otherKey(m *iso8583.Message) {
	if m.KeyBlock.IsZero() {
		return
	}
	wrapped, check := emv.TestTransportKey.Wrap(emv.TestIssuerKey), emv.TestIssuerKey.CheckValue()
	m.KeyBlock = payment.NewSecret(strings.ToUpper(hex.EncodeToString(wrapped[:]) + hex.EncodeToString(check[:])))
}

// signsOnItself lets the host hear a sign on before everything.
func signsOnItself(s *skin) {
	s.hear = heardMessages(s, func(m iso8583.Message) []iso8583.Message {
		if m.MTI == iso8583.NetworkRequest || m.Terminal == "" {
			return []iso8583.Message{m}
		}
		on := iso8583.Message{MTI: iso8583.NetworkRequest, SentAt: m.SentAt, STAN: 999_999, Network: iso8583.SignOn, Terminal: m.Terminal}
		return []iso8583.Message{on, m}
	})
}
