package iso8583

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

var opt3 = Terminal{
	ID: "OPT00003", Merchant: "SITE00000000001", MCC: FuelDispenser, Acquirer: "6528000", PINPad: true, Profile: IFSF93,
	Zone: time.FixedZone("local", 3600),
}

// TestSampleMeansWhatTheSheetSays reads the fact sheet's two messages of 1993 as the nouns of 1987.
func TestSampleMeansWhatTheSheetSays(t *testing.T) {
	m, err := IFSF93.Decode(samples(t)["1100"].bytes)
	if err != nil {
		t.Fatal(err)
	}
	pan, expiry := m.Card()
	if m.MTI != AuthorisationRequest || m.Amount.String() != "150.00 EUR" || m.MCC != FuelDispenser || pan.String() != "476173******0119" || expiry != "2912" {
		t.Errorf("%s %s %s %s %s", m.MTI, m.Amount, m.MCC, pan, expiry)
	}
	if m.LocalYear+m.LocalDate+m.LocalTime != "261124130000" || m.Function != EstimatedAuthorisation || m.Entry != "051" || m.Reason != "1776" {
		t.Errorf("%s%s%s, function %s, entry %s, reason %s", m.LocalYear, m.LocalDate, m.LocalTime, m.Function, m.Entry, m.Reason)
	}
	m, err = IFSF93.Decode(samples(t)["1220"].bytes)
	if err != nil {
		t.Fatal(err)
	}
	want := Original{MTI: AuthorisationRequest, STAN: 42, Local: "261124130000"}
	if m.MTI != FinancialAdvice || m.Code != CodeApproved || m.Function != OtherAmount || m.Asked != (Replacement{15000, true}) || m.Original != want {
		t.Errorf("%s %s %s %+v %+v", m.MTI, m.Code, m.Function, m.Asked, m.Original)
	}
}

// TestBuildersSpeakBothProfiles plays a sale in both: what the host reads is the same.
func TestBuildersSpeakBothProfiles(t *testing.T) {
	euros := func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }
	card, _ := payment.LookupCard("visa-chip")
	read := chipRead()
	read.Track2 = card.Track2()
	for _, p := range []*Profile{US87, IFSF93} {
		terminal := opt3
		terminal.Profile = p
		ask := terminal.Authorise(noon, 42, read, card.PSN, euros(15000))
		answer := p.Answer(ask, CodePartial)
		answer.Amount, answer.Approval = euros(5000), "A1B2C3"
		advice := terminal.Complete(FinancialAdvice, noon.Add(time.Minute), 43, ask, answer, euros(4211))
		totals := Totals{Debits: Total{1, 4211}, DebitReversals: Total{1, 100}, Credits: Total{1, 9000}, Authorisations: 2, Currency: "EUR"}
		for _, m := range []Message{
			ask, answer, advice, advice.Again(), terminal.Reverse(noon, 44, ask), terminal.ReverseTo(noon, 45, ask, 300),
			terminal.Sell(noon, 46, read, card.PSN, euros(1)), terminal.Reconcile(noon, 47, totals), EchoTest(noon, 48),
			terminal.Manage(noon, 49, KeyChange), p.Answer(terminal.Reconcile(noon, 47, totals), CodeOutOfBalance),
		} {
			if err := p.Check(m); err != nil {
				t.Errorf("%s %s: %v", p.Name(), m.MTI, err)
			}
			b, err := p.Encode(m)
			if err != nil {
				t.Fatalf("%s %s: %v", p.Name(), m.MTI, err)
			}
			back, err := p.Decode(b)
			if err != nil {
				t.Fatalf("%s %s: %v", p.Name(), m.MTI, err)
			}
			if back.MTI != m.MTI || back.Amount != m.Amount || back.Key() != m.Key() || back.Code != m.Code || back.Network != m.Network ||
				back.Original.STAN != m.Original.STAN || back.Original.MTI != m.Original.MTI || back.Replaces != m.Replaces || back.Totals.Net() != m.Totals.Net() {
				t.Errorf("%s %s came back as another:\n%s", p.Name(), m.MTI, cmp.Diff(m.Totals, back.Totals)+cmp.Diff(m.Original, back.Original))
			}
		}
	}
}

func TestActionCodesBothWays(t *testing.T) {
	for _, c := range []struct {
		mti          MTI
		code, action string
	}{
		{AuthorisationAnswer, "00", "000"}, {AuthorisationAnswer, "10", "002"}, {AuthorisationAnswer, "51", "116"},
		{FinancialAdviceAnswer, "00", "000"}, {ReversalAdviceAnswer, "00", "400"}, {NetworkAnswer, "00", "800"},
		{ReconciliationAnswer, "00", "500"}, {ReconciliationAnswer, "95", "501"}, {NetworkAnswer, "63", "916"}, {AuthorisationAnswer, "30", "904"},
	} {
		m := Message{MTI: c.mti, Code: c.code}
		if got := actionOf(&m); got != c.action {
			t.Errorf("%s %s is %s, want %s", c.mti, c.code, got, c.action)
		}
		back := Message{MTI: c.mti}
		if err := setAction(&back, c.action); err != nil || back.Code != c.code {
			t.Errorf("%s %s is read as %s, want %s", c.mti, c.action, back.Code, c.code)
		}
	}
	for action, want := range map[string]string{"199": "05", "299": "04", "099": "00", "999": "96", "777": "96", "107": "01"} {
		var m Message
		if _ = setAction(&m, action); m.Code != want {
			t.Errorf("%s is read as %s, want %s", action, m.Code, want)
		}
	}
}

func TestProfilesRefuseEachOthersTypes(t *testing.T) {
	for _, c := range []struct {
		p *Profile
		m Message
	}{{IFSF93, Message{MTI: AuthorisationAdvice}}, {IFSF93, Message{MTI: ReversalRequest}}, {US87, Message{MTI: "1100"}}} {
		if _, err := c.p.Encode(c.m); err == nil {
			t.Errorf("%s packs a %s", c.p.Name(), c.m.MTI)
		}
	}
	for name, s := range samples(t) {
		other := map[*Profile]*Profile{US87: IFSF93, IFSF93: US87}[s.profile]
		if _, err := other.Decode(s.bytes); err == nil {
			t.Errorf("%s reads the %s", other.Name(), name)
		}
	}
}

func TestTotalsAgainst(t *testing.T) {
	ours := Totals{Debits: Total{2, 900}, Credits: Total{1, 50}}
	theirs := ours
	theirs.Authorisations = 9
	if d := theirs.Against(ours); len(d) != 0 {
		t.Errorf("%+v", d)
	}
	theirs.Debits = Total{3, 1000}
	if d := theirs.Against(ours); len(d) != 1 || d[0] != (Difference{"debits", Total{3, 1000}, Total{2, 900}}) {
		t.Errorf("%+v", d)
	}
	b, _ := US87.Encode(opt3.Reconcile(noon, 7, Totals{Debits: Total{1, 100}, Currency: "EUR"}))
	wrong := bytes.Replace(b, []byte("C0000000000000100"), []byte("C0000000000000101"), 1)
	if _, err := US87.Decode(wrong); err == nil {
		t.Error("a net amount that is not the sum was read")
	}
}

func TestSealsAreCheckedInBothBitmaps(t *testing.T) {
	sum := func(seed byte) Sealer {
		return func(b []byte) (code [8]byte) {
			for i, c := range b {
				code[i%8] += c*31 + seed
			}
			return code
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]*Profile{US87, IFSF93}).Draw(t, "profile")
		terminal := opt3
		terminal.Profile = p
		ask := terminal.Authorise(noon, 42, chipRead(), "01", unit.Money{Minor: 15000, Currency: "EUR"})
		m := rapid.SampledFrom([]Message{
			ask, terminal.Reverse(noon, 43, ask), EchoTest(noon, 44), terminal.Reconcile(noon, 45, Totals{Currency: "EUR"}),
		}).Draw(t, "message")
		b, err := p.Seal(m, sum(1))
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Sealed(b, sum(1)); err != nil {
			t.Fatal(err)
		}
		if err := p.Sealed(b, sum(2)); ResponseTo(err) != CodeSecurity {
			t.Fatalf("another key: %v", err)
		}
		bare, _ := p.Encode(m)
		if err := p.Sealed(bare, sum(1)); ResponseTo(err) != CodeFormatError {
			t.Fatalf("no code: %v", err)
		}
		if back, err := p.Decode(b); err != nil || back.MAC.IsZero() || back.Key() != m.Key() {
			t.Fatalf("%v", err)
		}
		i := rapid.IntRange(0, len(b)-1).Draw(t, "byte")
		b[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if p.Sealed(b, sum(1)) == nil {
			t.Fatalf("a message with byte %d changed is right", i)
		}
	})
	if p := IFSF93; p.Sealed([]byte("junk"), sum(1)) == nil {
		t.Error("junk is sealed")
	}
}

func TestFramingsOfTheSheet(t *testing.T) {
	message := samples(t)["0100"].bytes // 136 bytes
	for name, want := range map[string]string{"2-byte": "\x00\x88", "4-byte-ascii": "0136", "2-byte-bcd": "\x01\x36", "tpdu": "\x00\x8D\x60\x00\x01\x00\x02"} {
		f, err := ParseFraming(name)
		if err != nil || f.String() != name {
			t.Fatal(err)
		}
		b, err := f.Append(nil, TPDU{0x60, 0, 1, 0, 2}, message)
		if err != nil || string(b[:len(b)-136]) != want {
			t.Errorf("%s: % X, %v", name, b[:8], err)
		}
		stream := append(bytes.Clone(b), b...)
		if parts := US87.split(stream); len(parts) != 2 || !bytes.Equal(stream[parts[1].From:parts[1].To], message) {
			t.Errorf("%s is cut %v", name, parts)
		}
		for _, s := range US87.Secrets(stream) {
			if string(stream[s.From:s.To]) != "4761739001010119" {
				t.Errorf("%s hides %q", name, stream[s.From:s.To])
			}
		}
	}
	if _, err := ParseFraming("3-byte"); err == nil {
		t.Error("an unknown framing is taken")
	}
	if _, err := ParseProfile("us88"); err == nil {
		t.Error("an unknown profile is taken")
	}
	for _, bad := range []struct {
		f Framing
		b string
	}{{Digits, "00x1"}, {Digits, "0000"}, {Packed, "\x0A\x00"}, {Packed, "\x00\x00"}} {
		if err := (&Framer{Framing: bad.f}).Hear([]byte(bad.b), nil); err == nil {
			t.Errorf("%s: a length of %q is taken", bad.f, bad.b)
		}
	}
}
