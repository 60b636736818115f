package wiretest

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// named is a message of a dialect.
type named struct {
	direction wire.Direction
	name      string
}

// seen is what the sessions of the running test binary have said and heard, by dialect and message.
var seen = struct {
	sync.Mutex
	frames map[string]map[named]int
}{frames: map[string]map[named]int{}}

// Watch returns the dialect with every frame of its sessions counted, for Main.
func Watch(d wire.Dialect) wire.Dialect { return watched{d} }

type watched struct{ wire.Dialect }

// Open implements wire.Dialect.
func (w watched) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	said, heard := wire.FromController, wire.FromDispenser
	if end != w.Ends()[0] {
		said, heard = heard, said
	}
	s, err := w.Dialect.Open(end, o, watchedOut{out, func(b []byte) { Show(w.Dialect, said, b) }})
	if err != nil || s == nil {
		return s, err
	}
	return watchedSession{s, func(b []byte) { Show(w.Dialect, heard, b) }}, nil
}

type watchedOut struct {
	wire.Out
	show func([]byte)
}

// Say implements wire.Out.
func (o watchedOut) Say(after time.Duration, b []byte) {
	o.show(b)
	o.Out.Say(after, b)
}

// Arriving implements wire.Listener.
func (o watchedOut) Arriving() (until clock.Instant, yes bool) {
	if l, ok := o.Out.(wire.Listener); ok {
		return l.Arriving()
	}
	return 0, false
}

type watchedSession struct {
	wire.Session
	show func([]byte)
}

// Hear implements wire.Session.
func (s watchedSession) Hear(c wire.Chunk) {
	if c.Marks == 0 {
		s.show(c.Bytes)
	}
	s.Session.Hear(c)
}

// Core returns the dialect's own session of one that was opened through Watch.
func Core(s wire.Session) wire.Session {
	if w, ok := s.(watchedSession); ok {
		return w.Session
	}
	return s
}

// Show counts the messages of a frame that a test has read or written.
func Show(d wire.Dialect, direction wire.Direction, b []byte) {
	names := d.(wire.Namer).Names(direction, b)
	seen.Lock()
	defer seen.Unlock()
	of := seen.frames[d.Name()]
	if of == nil {
		of = map[named]int{}
		seen.frames[d.Name()] = of
	}
	for _, n := range names {
		of[named{direction, n}]++
	}
}

// Main runs the tests of a dialect's package and ends the process. Where all of them ran and passed, it fails for every
// message of the dialect that none of them let travel and that does not say why, and for every one that says so in vain.
func Main(m *testing.M, d wire.Dialect) {
	code := m.Run()
	if code == 0 && everything() {
		for _, wrong := range untrue(d) {
			fmt.Println("wiretest:", wrong)
			code = 1
		}
	}
	os.Exit(code)
}

// everything says that no flag has left tests out.
func everything() bool {
	for _, name := range []string{"run", "skip", "fuzz", "list", "bench"} {
		if f := flag.Lookup("test." + name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return !testing.Short() && flag.Lookup("test.fuzzworker").Value.String() != "true"
}

func untrue(d wire.Dialect) (wrong []string) {
	seen.Lock()
	defer seen.Unlock()
	for _, m := range d.Messages() {
		n := seen.frames[d.Name()][named{m.Direction, m.Name}]
		switch {
		case n == 0 && m.Untested == "":
			wrong = append(wrong, fmt.Sprintf("%s %s %s: no test lets it travel, and the table does not say why", d.Name(), m.Name, m.Direction))
		case n > 0 && m.Untested != "":
			wrong = append(wrong, fmt.Sprintf("%s %s %s: the table says it is untested, and it travels", d.Name(), m.Name, m.Direction))
		}
	}
	return wrong
}
