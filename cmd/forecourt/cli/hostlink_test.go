package cli_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	moov "github.com/moov-io/iso8583"
	connection "github.com/moov-io/iso8583-connection"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// byTerminal tells exchanges apart as two terminals on one connection need it: the library's own way is the trace number
// alone.
type byTerminal struct{}

// GenerateRequestID implements connection.RequestIDGenerator.
func (byTerminal) GenerateRequestID(m *moov.Message) (string, error) {
	stan, err := m.GetString(11)
	terminal, _ := m.GetString(41)
	return strings.TrimSpace(terminal) + " " + stan, err
}

// lengths of a framing with the header of a transport behind them where there is one, as a client has them.
func lengths(f iso8583.Framing) (connection.MessageLengthReader, connection.MessageLengthWriter) {
	header := []byte{0x60, 0, 1, 0, 2}
	swapped := []byte{0x60, 0, 2, 0, 1}
	read := func(r io.Reader) (int, error) {
		switch f {
		case iso8583.Digits:
			var b [4]byte
			_, err := io.ReadFull(r, b[:])
			var n int
			_, _ = fmt.Sscanf(string(b[:]), "%04d", &n)
			return n, err
		case iso8583.WithTPDU:
			var b [7]byte
			_, err := io.ReadFull(r, b[:])
			if err == nil && string(b[2:]) != string(swapped) {
				err = fmt.Errorf("the header is % X", b[2:])
			}
			return int(binary.BigEndian.Uint16(b[:])) - 5, err
		}
		var b [2]byte
		_, err := io.ReadFull(r, b[:])
		return int(binary.BigEndian.Uint16(b[:])), err
	}
	write := func(w io.Writer, n int) (int, error) {
		switch f {
		case iso8583.Digits:
			return fmt.Fprintf(w, "%04d", n)
		case iso8583.WithTPDU:
			return w.Write(append(binary.BigEndian.AppendUint16(nil, uint16(n+5)), header...))
		}
		return w.Write(binary.BigEndian.AppendUint16(nil, uint16(n)))
	}
	return read, write
}

// client is a terminal of somebody else's: moov-io's own connection, with our specification.
type client struct {
	t       *testing.T
	profile *iso8583.Profile
	conn    *connection.Connection
}

func dial(t *testing.T, address string, p *iso8583.Profile, f iso8583.Framing) *client {
	t.Helper()
	read, write := lengths(f)
	conn, err := connection.New(strings.TrimPrefix(address, "tcp://"), p.Spec(), read, write,
		connection.SendTimeout(patience), connection.IdleTime(patience), func(o *connection.Options) error {
			o.RequestIDGenerator = byTerminal{}
			return nil
		})
	if err == nil {
		err = conn.Connect()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &client{t, p, conn}
}

// send packs a message of ours with the library, sends it by the library, and reads what the library made of the answer.
func (c *client) send(m iso8583.Message) (iso8583.Message, error) {
	b, err := c.profile.Encode(m)
	if err != nil {
		return iso8583.Message{}, err
	}
	message := moov.NewMessage(c.profile.Spec())
	if err := message.Unpack(b); err != nil {
		return iso8583.Message{}, err
	}
	answer, err := c.conn.Send(message)
	if err != nil {
		return iso8583.Message{}, err
	}
	if b, err = answer.Pack(); err != nil {
		return iso8583.Message{}, err
	}
	return c.profile.Decode(b)
}

func (c *client) must(m iso8583.Message, code string) iso8583.Message {
	c.t.Helper()
	a, err := c.send(m)
	if err != nil || a.Code != code || a.STAN != m.STAN {
		c.t.Fatalf("%s %s is answered %s %s, want %s: %v", m.MTI, m.STAN, a.MTI, a.Code, code, err)
	}
	return a
}

func stripeOf(name string) payment.Read {
	card, _ := payment.LookupCard(name)
	return payment.Read{Card: name, PAN: card.PAN, Expiry: card.Expiry, Entry: payment.Stripe, Track2: card.Track2()}
}

func euro(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "EUR"} }

// linked writes a plan with three more links of the host.
func linked(t *testing.T) string {
	t.Helper()
	file := freePorts(t)
	plan, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plan = append(plan, `
host:
  links:
    - { link: 1, dialect: ifsf93, framing: tpdu }
    - { link: 2, dialect: us87, framing: 4-byte-ascii, sign-on: true }
    - { link: 3, dialect: ifsf93, framing: 2-byte, mac: retail }
`...)
	if err := os.WriteFile(file, plan, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestATerminalsHostLink plays a site's day with the library's client against the live station, in both profiles: echo,
// approval, partial approval, an advice whose repeats are answered once, a reversal, totals, and the end of the day.
func TestATerminalsHostLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := startTwin(t, "--site", linked(t), "--settlements", dir)
	for i, c := range []struct {
		role    string
		profile *iso8583.Profile
		framing iso8583.Framing
	}{
		{"host tcp", iso8583.US87, iso8583.Binary}, {"host link 1 tcp", iso8583.IFSF93, iso8583.WithTPDU}, {"host link 2 tcp", iso8583.US87, iso8583.Digits},
	} {
		terminal := iso8583.Terminal{
			ID: fmt.Sprintf("TERM%d", i), Merchant: "SITE1", MCC: iso8583.FuelDispenser, Acquirer: "400001", Profile: c.profile, Partial: true,
		}
		at, stan := clock.Epoch, iso8583.STAN(0)
		next := func() iso8583.STAN { stan++; return stan }
		x := dial(t, w.at[c.role], c.profile, c.framing)
		x.must(iso8583.EchoTest(at, next()), "00")
		if c.framing == iso8583.Digits {
			x.must(terminal.Authorise(at, next(), stripeOf("visa-credit"), "", euro(9000)), "58")
			x.must(terminal.Manage(at, next(), iso8583.SignOn), "00")
		}
		ask := terminal.Authorise(at, next(), stripeOf("visa-credit"), "", euro(15000))
		answer := x.must(ask, "00")
		advice := terminal.Complete(iso8583.FinancialAdvice, at, next(), ask, answer, euro(4211))
		for _, m := range []iso8583.Message{advice, advice.Again(), advice.Again()} {
			x.must(m, "00")
		}
		if i == 0 { // the balance of the prepaid card is spent once
			if part := x.must(terminal.Authorise(at, next(), stripeOf("mastercard-prepaid"), "", euro(9000)), "10"); part.Amount != euro(5000) {
				t.Errorf("granted %s", part.Amount)
			}
			late := terminal.Authorise(at, next(), stripeOf("visa-credit"), "", euro(2000))
			x.must(terminal.Reverse(at, next(), late), "00")
			x.must(late, "12")
		}
		x.must(terminal.Authorise(at, next(), stripeOf("visa-lost"), "", euro(2000)), "41")
		totals := x.must(terminal.Reconcile(at, next(), iso8583.Totals{Debits: iso8583.Total{Count: 1, Minor: 4211}, Currency: "EUR"}), "00")
		if totals.Balance != iso8583.InBalance || totals.Totals.Net() != 4211 {
			t.Errorf("%s: %s, %+v", c.role, totals.Balance, totals.Totals)
		}
	}
	if code, out := w.act("cut-over: {}"); code != 0 {
		t.Fatalf("the day is not closed: %s", out)
	}
	w.until("the settlement file is there", func() bool {
		files, _ := filepath.Glob(dir + "/settlement-visa-*.csv")
		if len(files) != 1 {
			return false
		}
		text, _ := os.ReadFile(files[0])
		return strings.Count(string(text), ",424242******4242,capture,,42.11,0.73,41.38,EUR\n") == 3
	})
	state := w.get("/state")
	if !strings.Contains(state, `"captured":"126.33 EUR"`) || !strings.Contains(state, `"held":"50.00 EUR"`) {
		t.Errorf("the books: %s", state)
	}
	w.stop()
}

// TestAnswersOfTheHostMayOvertake asks from two terminals on one connection at once, under the same trace numbers: each
// gets its own answer.
func TestAnswersOfTheHostMayOvertake(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--site", freePorts(t))
	x := dial(t, w.at["host tcp"], iso8583.US87, iso8583.Binary)
	var workers sync.WaitGroup
	for _, id := range []string{"LANE1", "LANE2"} {
		terminal := iso8583.Terminal{ID: id, Merchant: "SITE1", MCC: iso8583.FuelDispenser, Acquirer: "400001"}
		for stan := iso8583.STAN(1); stan <= 40; stan++ {
			workers.Go(func() {
				amount := euro(int64(1000 + stan))
				a, err := x.send(terminal.Authorise(clock.Epoch, stan, stripeOf("visa-credit"), "", amount))
				if err != nil || a.Code != "00" || a.Amount != amount || a.Terminal != id || a.STAN != stan {
					t.Errorf("%s %s is answered %+v, %v", id, stan, a, err)
				}
			})
		}
	}
	workers.Wait()
	w.stop()
}

// TestASealIsWantedOnALink: the library cannot seal, so what it sends there is refused, and the station goes on.
func TestASealIsWantedOnALink(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--site", linked(t))
	x := dial(t, w.at["host link 3 tcp"], iso8583.IFSF93, iso8583.Binary)
	terminal := iso8583.Terminal{ID: "TERM9", Merchant: "SITE1", MCC: iso8583.FuelDispenser, Acquirer: "400001", Profile: iso8583.IFSF93}
	x.must(terminal.Authorise(clock.Epoch, 1, stripeOf("visa-credit"), "", euro(100)), "30")
	x.must(iso8583.EchoTest(clock.Epoch, 2), "00")
	if state := w.get("/state"); !strings.Contains(state, `"held":"0.00 EUR"`) {
		t.Errorf("the books: %s", state)
	}
	w.stop()
}
