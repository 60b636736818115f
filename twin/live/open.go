package live

import (
	"fmt"
	"net"
	"net/http"

	"github.com/forecourt/forecourt/twin/wire"
)

func (s *Station) openBus(b BusPort) error {
	role := fmt.Sprintf("bus %d", b.Number)
	out := s.outlet(role, b.Secrets)
	out.onBus(b.Bus, s.pacer)
	if !s.played() {
		s.openTerminal(out, role, b.Says)
	}
	for i, r := range b.Real {
		name := fmt.Sprintf("%s serial %d", role, i+1)
		line := newRealLine(s.loop, b.Bus, s.clock(), r.Port, keptLine{rec: s.options.Recorder, door: name, secrets: b.Secrets})
		s.doors[name] = line
		if s.played() {
			continue
		}
		s.pacer.Hurry() // its bytes are written when they begin, and not when the bus has said them
		s.closers = append(s.closers, line)
		line.serve(func(err error) { s.notice("%s: %s is lost: %s", role, r.Path, ended(err)) })
		s.endpoints = append(s.endpoints, Endpoint{role, "serial", r.Path, b.Says})
	}
	return s.openTCP(out, role, b.TCP, b.Says)
}

// outlet makes an outlet and the door to it.
func (s *Station) outlet(name string, secrets func([]byte) []wire.Span) *outlet {
	var w *waiter
	if !s.played() {
		w = s.pacer.waiter
	}
	out := newOutlet(s.loop, w, keptLine{rec: s.options.Recorder, door: name, secrets: secrets})
	s.doors[name] = out
	s.closers = append(s.closers, out)
	return out
}

// openTerminal offers an outlet on a pseudo-terminal, where there are any.
func (s *Station) openTerminal(out *outlet, role, says string) {
	port, path, err := openPTY(s.pacer.waiter)
	if err != nil {
		s.notice("%s: %v", role, err)
		return
	}
	go out.attach(port)
	s.endpoints = append(s.endpoints, Endpoint{role, "serial-pty", path, says})
}

func (s *Station) openStream(p StreamPort) error {
	out := s.outlet(p.Role, p.Secrets)
	out.onStream(p.Join)
	return s.openTCP(out, p.Role, p.TCP, p.Says)
}

func (s *Station) openTCP(out *outlet, role string, port int, says string) error {
	if s.played() {
		return nil
	}
	ln, err := s.listen(role, port)
	if err != nil {
		return err
	}
	go out.accept(ln)
	s.endpoints = append(s.endpoints, Endpoint{role, "tcp", "tcp://" + ln.Addr().String(), says})
	return nil
}

func (s *Station) openHTTP(role string, port int, says string, h http.Handler) error {
	if s.played() {
		return nil
	}
	ln, err := s.listen(role, port)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, serveHTTP(ln, h))
	s.endpoints = append(s.endpoints, Endpoint{role, "http", "http://" + ln.Addr().String(), says})
	return nil
}

func (s *Station) listen(role string, port int) (net.Listener, error) {
	ln, taken, err := listenTCP(s.options.Host, port)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", role, err)
	}
	if taken {
		s.notice("%s: port %d is taken; it listens on %s", role, port, ln.Addr())
	}
	s.closers = append(s.closers, ln)
	return ln, nil
}

func (s *Station) notice(format string, args ...any) {
	if s.options.Notice != nil {
		fmt.Fprintf(s.options.Notice, format+"\n", args...)
	}
}
