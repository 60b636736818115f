package port_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/hil/hiltest"
	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/wire"
)

func open(path string, s wire.Settings) (hiltest.Port, error) {
	p, err := port.Open(port.Config{Path: path, Settings: s})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func TestOnAPseudoTerminal(t *testing.T) { hiltest.RunPort(t, hiltest.PTY, open) }
func TestOnSocat(t *testing.T)           { hiltest.RunPort(t, hiltest.Socat, open) }
func TestOnTheBench(t *testing.T)        { hiltest.RunPort(t, hiltest.Bench, open) }

func opened(t *testing.T, c port.Config) *port.Port {
	t.Helper()
	if c.Settings.Baud == 0 {
		c.Settings = hiltest.Usual
	}
	p, err := port.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func TestOddRates(t *testing.T) {
	for _, baud := range []int{5787, 300, 9600, 19200, 12345, 115200} {
		s := wire.Settings{Baud: baud, DataBits: 8, Parity: wire.EvenParity, StopBits: 1}
		p := opened(t, port.Config{Path: hiltest.PTY(t).Path, Settings: s})
		if got := p.Settings().Baud; got != baud {
			t.Errorf("asked for %d baud, it stands at %d", baud, got)
		}
		s.Baud = 5787
		if err := p.Tune(s); err != nil || p.Settings().Baud != 5787 {
			t.Errorf("tuned to %s: %v", p.Settings(), err)
		}
	}
}

func TestAPseudoTerminalSaysWhatItCannotDo(t *testing.T) {
	p := opened(t, port.Config{Path: hiltest.PTY(t).Path})
	if w := strings.Join(p.Warnings(), "\n"); !strings.Contains(w, "pseudo-terminal") || !strings.Contains(w, "no parity") {
		t.Errorf("warnings: %q", w)
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	good := hiltest.PTY(t).Path
	for name, c := range map[string]struct {
		config port.Config
		want   string
	}{
		"no such device": {port.Config{Path: "/dev/nothing", Settings: hiltest.Usual}, "no such file"},
		"a plain file":   {port.Config{Path: os.Args[0], Settings: hiltest.Usual}, "text file busy"},
		"null":           {port.Config{Path: os.DevNull, Settings: hiltest.Usual}, "no serial line"},
		"no speed":       {port.Config{Path: good}, "0 baud"},
		"nine bits":      {port.Config{Path: good, Settings: wire.Settings{Baud: 9600, DataBits: 9}}, "9 data bits"},
		"no stop bit":    {port.Config{Path: good, Settings: wire.Settings{Baud: 9600, DataBits: 8}}, "0 stop bits"},
		"no parity":      {port.Config{Path: good, Settings: wire.Settings{Baud: 9600, DataBits: 8, StopBits: 1}}, "parity"},
		"RTS":            {port.Config{Path: good, Settings: hiltest.Usual, Direction: port.ByRTS}, "direction by RTS"},
		"RS-485":         {port.Config{Path: good, Settings: hiltest.Usual, Direction: port.ByKernel}, "no RS-485 mode"},
	} {
		p, err := port.Open(c.config)
		if err == nil {
			_ = p.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "port "+c.config.Path) {
			t.Errorf("%s: %v, expected something about %q", name, err, c.want)
		}
	}
	opened(t, port.Config{Path: good}) // what failed to open holds nothing
}

func TestAListenerNeverTransmits(t *testing.T) {
	l := hiltest.PTY(t)
	p := opened(t, port.Config{Path: l.Path, Listen: true})
	if _, err := p.Write([]byte("x")); !errors.Is(err, port.ErrListening) {
		t.Errorf("write: %v", err)
	}
	if _, err := p.Stream().Write([]byte("x")); !errors.Is(err, port.ErrListening) {
		t.Errorf("write: %v", err)
	}
}

// TestEcho: on a two-wire line our own bytes come back, and the answer after them.
func TestEcho(t *testing.T) {
	l := hiltest.PTY(t)
	p := opened(t, port.Config{Path: l.Path, Echo: true})
	ask := func(question, back string) string {
		t.Helper()
		if _, err := p.Write([]byte(question)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(l.Far, make([]byte, len(question))); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Far.Write([]byte(back)); err != nil {
			t.Fatal(err)
		}
		var heard string
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		for {
			c, err := p.Read(ctx)
			if err != nil {
				return heard
			}
			heard += string(c.Bytes)
			if c.Marks&wire.Collision != 0 {
				heard += "!"
			}
		}
	}
	if got := ask("poll", "pollanswer"); got != "answer" {
		t.Errorf("heard %q", got)
	}
	if got := ask("poll", "poXlanswer"); got != "X!answer" {
		t.Errorf("heard %q", got)
	}
	if got := ask("poll", ""); got != "" || p.EchoMissed() != 0 {
		t.Errorf("heard %q", got)
	}
}

func TestStream(t *testing.T) {
	l := hiltest.PTY(t)
	s := opened(t, port.Config{Path: l.Path}).Stream()
	if _, err := l.Far.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for b := make([]byte, 2); len(got) < 5; {
		n, err := s.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b[:n]...)
	}
	if string(got) != "hello" {
		t.Errorf("read %q", got)
	}
	_ = l.Far.Close()
	if _, err := s.Read(make([]byte, 2)); err != io.EOF {
		t.Errorf("after a hang-up: %v", err)
	}
}
