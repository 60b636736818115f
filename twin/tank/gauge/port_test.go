package gauge

import (
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// TestPortsAreConversationsOfTheirOwn: commands that arrive in halves at two ports at a time do not mix, each is answered
// where it was asked, slowly as it may be, and what is set at one is read at the other.
func TestPortsAreConversationsOfTheirOwn(t *testing.T) {
	c := config()
	c.Ports, c.Pacing = 3, veeder.RealPacing(nil)
	p := new(pool)
	p.set(int64(15_000))
	g, err := New(c, p)
	if err != nil {
		t.Fatal(err)
	}
	b := machinetest.New(Role(), g, NumTimers(c.Ports))
	b.PowerOn()
	b.Hear(0, []byte("\x01i20"))
	b.Hear(2, []byte("\x01s60201SUPER\r"))
	b.Hear(0, []byte("101"))
	b.Hear(1, []byte("\x01Z99900"))
	b.Advance(5 * time.Second)
	b.Hear(0, []byte("\x01i60200"))
	b.Advance(5 * time.Second)
	var said [3]string
	for _, s := range b.Said {
		said[s.Port] += string(s.Bytes)
	}
	for port, want := range [3][]string{{"\x01i20101", "\x01i60200", "SUPER"}, {"\x019999FF1B\x03"}, {"\x01s60201", "SUPER"}} {
		for _, w := range want {
			if !strings.Contains(said[port], w) {
				t.Errorf("port %d: %q lacks %q", port, said[port], w)
			}
		}
	}
	if n := strings.Count(said[0]+said[1]+said[2], "\x01"); n != 4 || len(b.Faults) > 0 {
		t.Errorf("%d answers, faults %v", n, b.Faults)
	}
	b.Hear(machine.Port(c.Ports), []byte("\x01i20100"))
	if len(b.Faults) != 1 {
		t.Errorf("a port that is not there: %v", b.Faults)
	}
}

func TestMorePortsThanACageHasAreRefused(t *testing.T) {
	c := config()
	c.Ports = mostPorts + 1
	if _, err := New(c, new(pool)); err == nil {
		t.Error("they were taken")
	}
}

// TestSixteenTanks: all sixteen are in one answer, and each can be asked for.
func TestSixteenTanks(t *testing.T) {
	b := sixteen(t, config())
	all := ask(b, "i20100")
	if want := 1 + 16 + 16*(2+1+4+2+7*8) + 7; len(all) != want {
		t.Errorf("%d characters of sixteen tanks, want %d", len(all), want)
	}
	if last := ask(b, "i20116"); !strings.Contains(last, "166000007467A0000") { // 16 000 L
		t.Errorf("tank 16: %q", last)
	}
}
