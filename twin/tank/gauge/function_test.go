package gauge

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// functions is what a console must answer: what a site's controller, a back office or a remote monitor asks of one.
var functions = strings.Fields(`101 201 202 203 205 206 207 208 20C 214 21A 373 385 501 502 503 504 601 602 603 604 605 606 607 608 609
	621 622 623 624 625 626 627 628 629 902`)

// sixteen seats a console with as many tanks as it has room for.
func sixteen(t *testing.T, c Config) *machinetest.Bench {
	t.Helper()
	first := c.Tanks[0]
	c.Tanks = nil
	var stocks []Stock
	for n := uint8(1); n <= veeder.MaxTanks; n++ {
		first.Number = n
		c.Tanks = append(c.Tanks, first)
		p := new(pool)
		p.set(int64(n) * 1000)
		stocks = append(stocks, p)
	}
	g, err := New(c, stocks...)
	if err != nil {
		t.Fatal(err)
	}
	b := machinetest.New(Role(), g, Timers)
	b.PowerOn()
	return b
}

// replies cuts what was said into answers.
func replies(said string) []string {
	return strings.SplitAfter(strings.TrimSuffix(said, "\x03"), "\x03")
}

// TestEveryFunctionIsAnswered: of one tank and of all sixteen, in both formats, whatever stands behind the command, whole
// and character by character, with its check sum, and once.
func TestEveryFunctionIsAnswered(t *testing.T) {
	b := sixteen(t, config())
	for _, f := range functions {
		for _, device := range []string{"00", "01"} {
			for _, letter := range []string{"i", "I"} {
				for _, end := range []string{"", "\r", "\n", "\r\n", "\x03", "\x00"} {
					code := letter + f + device
					if device == "01" && (f[0] == '1' || f[0] == '9' || f == "501" || f == "504") {
						continue // there is one system
					}
					whole := ask(b, code+end)
					b.Said = nil
					for _, c := range []byte("\x01" + code + end) {
						b.Hear(Console, []byte{c})
					}
					pieces := ""
					for _, s := range b.Said {
						pieces += string(s.Bytes)
					}
					if whole != pieces || strings.Count(whole, "\x01") != 1 {
						t.Fatalf("%s%q: %q, in pieces %q", code, end, whole, pieces)
					}
					check(t, code, whole)
				}
			}
		}
	}
	if len(b.Faults) > 0 {
		t.Errorf("faults: %v", b.Faults)
	}
}

// check looks at the frame of an answer.
func check(t *testing.T, code, said string) {
	t.Helper()
	if code[0] < 'a' {
		if !strings.HasPrefix(said, "\x01\r\n"+code+"\r\nJAN  5, 2026 12:00 AM\r\n\r\n") || !strings.HasSuffix(said, "\r\n\x03") {
			t.Errorf("%s: %q", code, said)
		}
		return
	}
	n := len(said) - 5
	if n < 2 || !strings.HasPrefix(said, "\x01"+code+"2601050000") || said[n-2:n] != "&&" || said[n+4] != 0x03 {
		t.Errorf("%s: %q", code, said)
		return
	}
	var sum uint16
	for _, c := range []byte(said[:n]) {
		sum += uint16(c)
	}
	if want := fmt.Sprintf("%04X", -sum); said[n:n+4] != want {
		t.Errorf("%s: check sum %s, want %s", code, said[n:n+4], want)
	}
}

// TestStackedCommandsAreAnsweredInOrder, by a console that thinks and talks as slowly as a real one.
func TestStackedCommandsAreAnsweredInOrder(t *testing.T) {
	c := config()
	c.Pacing = veeder.RealPacing(nil)
	b := sixteen(t, c)
	b.Hear(Console, []byte("\x01i20101\r\n\x01Z20100\x01I90200\n\x01i20"))
	b.Hear(Console, []byte("516\x01200\r"))
	b.Advance(30 * time.Second)
	said := ""
	for _, s := range b.Said {
		said += string(s.Bytes)
	}
	got := replies(said)
	for i, want := range []string{"\x01i20101", "\x019999FF1B\x03", "\x01\r\nI90200", "\x01i20516", "\x01\r\n200\r\n"} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Fatalf("answer %d of %q", i+1, got)
		}
	}
	if len(got) != 5 || strings.Count(got[4], "DIESEL B7") != 16 {
		t.Errorf("%d answers, the last %q", len(got), got[len(got)-1])
	}
}

// TestAWrongCodeMeetsSilenceAndARightOneDoesNot, in every function.
func TestAWrongCodeMeetsSilenceAndARightOneDoesNot(t *testing.T) {
	c := config()
	c.Security = "271828"
	b, _, _ := seat(t, c)
	for _, f := range append(functions, "999") {
		for _, letter := range []string{"i", "I"} {
			code := letter + f + "00"
			for _, wrong := range []string{"", "271829", "000000", "27182", " 271828"} {
				if said := ask(b, wrong+code+"\r"); said != "" {
					t.Errorf("%q is answered %q", wrong+code, said)
				}
			}
			if said := ask(b, "271828"+code+"\r"); f == "999" != (said == "\x019999FF1B\x03") || said == "" {
				t.Errorf("%s is answered %q", code, said)
			}
		}
	}
}
