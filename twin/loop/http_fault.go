package loop

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"
)

// HTTPFault is what happens to the next exchange with a server.
type HTTPFault string

// The faults.
const (
	LoseRequest   HTTPFault = "lose-request"   // the server never sees it
	LoseAnswer    HTTPFault = "lose-answer"    // the server acts, the client never learns
	DelayRequest  HTTPFault = "delay-request"  // the server sees it LateBy later, when a client has given up as a rule
	DelayAnswer   HTTPFault = "delay-answer"   // the server acts, and its answer is on the way LateBy longer
	DoubleRequest HTTPFault = "double-request" // the network delivers it twice; the client gets the first answer
	CutAnswer     HTTPFault = "cut-answer"     // the server acts, the connection breaks in the middle of its answer
	Unavailable   HTTPFault = "unavailable"    // something in between answers 503; the server never sees it
)

// HTTPFaults lists the faults with what each does.
var HTTPFaults = []struct {
	Fault HTTPFault
	Does  string
}{
	{LoseRequest, "the host never sees it"},
	{LoseAnswer, "the host acts and the client never learns"},
	{DelayRequest, "the host sees it " + LateBy.String() + " late"},
	{DelayAnswer, "the host acts and its answer is " + LateBy.String() + " late"},
	{DoubleRequest, "the host sees it twice"},
	{CutAnswer, "the host acts and the connection breaks in the middle of its answer"},
	{Unavailable, "something in between answers 503 and the host never sees it"},
}

// LateBy is how much longer a delayed request or answer is on its way: longer than the time-outs of this station's
// clients (design default).
const LateBy = 30 * time.Second

// FaultHTTP makes the next exchanges with a host suffer, one fault each.
func (l *Loop) FaultHTTP(host string, faults ...HTTPFault) error {
	s := l.net.servers[host]
	if s == nil {
		return fmt.Errorf("nothing is served at %s", host)
	}
	s.faults = append(s.faults, faults...)
	return nil
}

// DownHTTP makes a host unreachable, or reachable again.
func (l *Loop) DownHTTP(host string, down bool) error {
	s := l.net.servers[host]
	if s == nil {
		return fmt.Errorf("nothing is served at %s", host)
	}
	s.down = down
	return nil
}

// nextFault takes the fault that is planned for an exchange; none as a rule.
func (s *server) nextFault() (f HTTPFault) {
	if len(s.faults) > 0 {
		f, s.faults = s.faults[0], s.faults[1:]
	}
	return f
}

// unavailable is what a proxy says for a server that it cannot reach.
func unavailable() *Recorder {
	w := &Recorder{header: http.Header{"Content-Type": {"text/plain"}}}
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte("no healthy upstream\n"))
	return w
}

// broken is a body that ends before its end.
type broken struct{ bytes.Reader }

func newBroken(whole []byte) io.Reader {
	b := &broken{}
	b.Reset(whole[:len(whole)/2])
	return b
}

func (b *broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
