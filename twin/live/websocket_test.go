package live

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// patient is how long anything may take on a machine that is busy with other things.
const patient = time.Minute

// parrot says what it hears, after as many milliseconds as the message begins with.
type parrot struct{}

func (parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	var ms int
	if _, err := fmt.Sscanf(string(b), "%d", &ms); err == nil {
		loop.FiberOf(r.Context()).Sleep(time.Duration(ms) * time.Millisecond)
	}
	if string(b) == "die" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(b)
}

func (p parrot) Upgrade(w http.ResponseWriter, r *http.Request) http.Handler {
	if r.URL.Query().Get("password") != "yes" {
		w.Header().Set("WWW-Authenticate", "Parrot")
		http.Error(w, "who is asking?", http.StatusUnauthorized)
		return nil
	}
	return p
}

// aviary is a station with a parrot; stop ends it, as the end of the test does.
func aviary(t *testing.T, o Options) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		ended <- func() error {
			p, err := NewPacer()
			if err != nil {
				return err
			}
			l := loop.New(loop.Options{Start: p.Now(), Pacer: p})
			l.Serve("parrot", forecourt.Role{Kind: "parrot"}, 0, parrot{}, nil)
			o.HTTP = []HTTPPort{{Role: "parrot", Host: "parrot"}}
			s, err := Open(l, p, o)
			if err != nil {
				return err
			}
			defer s.Close()
			for _, e := range s.Endpoints() {
				if e.Role == "parrot" {
					ready <- strings.TrimPrefix(e.Address, "http://")
				}
			}
			return s.Run(ctx, 0, nil)
		}()
	}()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	select {
	case address = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	return address, stop
}

func hello(t *testing.T, address string, o *websocket.DialOptions) (context.Context, *websocket.Conn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	t.Cleanup(cancel)
	c, _, err := websocket.Dial(ctx, "ws://"+address+"/?password=yes", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	c.SetReadLimit(-1)
	return ctx, c
}

func TestASocketsMessagesAreAnsweredInOrder(t *testing.T) {
	address, _ := aviary(t, Options{})
	ctx, c := hello(t, address, nil)
	const n = 40
	go func() {
		for i := range n { // the later ones would be answered sooner
			_ = c.Write(ctx, websocket.MessageText, fmt.Appendf(nil, "%d", n-i))
		}
	}()
	for i := range n {
		kind, b, err := c.Read(ctx)
		if want := fmt.Sprint(n - i); err != nil || kind != websocket.MessageText || string(b) != want {
			t.Fatalf("%v %q %v, want %s", kind, b, err, want)
		}
	}
	if err := c.Close(websocket.StatusNormalClosure, ""); err != nil {
		t.Error(err)
	}
}

func TestASocketIsRefusedByWhoServesIt(t *testing.T) {
	address, _ := aviary(t, Options{})
	_, res, err := websocket.Dial(t.Context(), "ws://"+address+"/?password=no", nil)
	if err == nil || res == nil || res.StatusCode != http.StatusUnauthorized || res.Header.Get("WWW-Authenticate") != "Parrot" {
		t.Errorf("%v, %v", res, err)
	}
	_, res, err = websocket.Dial(t.Context(), "ws://"+address+"/?password=yes", &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"http://evil.example"}}})
	if err == nil || res == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another site: %v, %v", res, err)
	}
	q, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/?password=yes", nil)
	q.Header.Set("Upgrade", "websocket")
	q.Header.Set("Connection", "Upgrade") // and no key
	if res, err = http.DefaultTransport.RoundTrip(q); err != nil || res.StatusCode != http.StatusBadRequest {
		t.Errorf("half a handshake: %v, %v", res, err)
	}
	_ = res.Body.Close()
	res, err = http.Post("http://"+address+"/", "text/plain", strings.NewReader("plain"))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(res.Body); string(b) != "plain" {
		t.Errorf("a plain request is answered %q", b)
	}
	_ = res.Body.Close()
}

func TestASocketEndsWithTheCodeOfItsCause(t *testing.T) {
	address, stop := aviary(t, Options{})
	_, quiet := hello(t, address, nil) // somebody else, who is not disturbed by any of it
	for what, c := range map[string]struct {
		kind    websocket.MessageType
		message string
		code    websocket.StatusCode
	}{
		"bytes":             {websocket.MessageBinary, "x", websocket.StatusUnsupportedData},
		"no UTF-8":          {websocket.MessageText, "\xff\xfe", websocket.StatusInvalidFramePayloadData},
		"too much":          {websocket.MessageText, strings.Repeat("x", loop.MaxBody+1), websocket.StatusMessageTooBig},
		"a server in peril": {websocket.MessageText, "die", websocket.StatusGoingAway},
	} {
		ctx, x := hello(t, address, nil)
		_ = x.Write(ctx, c.kind, []byte(c.message))
		if _, b, err := x.Read(ctx); websocket.CloseStatus(err) != c.code {
			t.Errorf("%s: %.20q, %v, want code %d", what, b, err, c.code)
		}
	}
	if err := quiet.Write(t.Context(), websocket.MessageText, []byte("still here")); err != nil {
		t.Error(err)
	}
	if _, b, err := quiet.Read(t.Context()); err != nil || string(b) != "still here" {
		t.Errorf("%q, %v", b, err)
	}
	ended := make(chan error, 1)
	go func() {
		_, _, err := quiet.Read(context.Background())
		ended <- err
	}()
	stop()
	if err := <-ended; websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("at the station's end: %v", err)
	}
}

func TestTheLargestMessageIsServed(t *testing.T) {
	address, _ := aviary(t, Options{})
	ctx, c := hello(t, address, nil)
	want := strings.Repeat("x", loop.MaxBody)
	if err := c.Write(ctx, websocket.MessageText, []byte(want)); err != nil {
		t.Fatal(err)
	}
	if _, b, err := c.Read(ctx); err != nil || string(b) != want {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func TestWhoAnswersPingsMayBeSilent(t *testing.T) {
	address, _ := aviary(t, Options{PingEvery: time.Millisecond, PongWithin: patient})
	pings := make(chan struct{}, 1000)
	ctx, c := hello(t, address, &websocket.DialOptions{OnPingReceived: func(context.Context, []byte) bool {
		select {
		case pings <- struct{}{}:
		default:
		}
		return true
	}})
	answer := make(chan string, 1)
	go func() {
		_, b, _ := c.Read(ctx)
		answer <- string(b)
	}()
	for range 5 {
		select {
		case <-pings:
		case <-ctx.Done():
			t.Fatal("no pings")
		}
	}
	if err := c.Write(ctx, websocket.MessageText, []byte("late")); err != nil || <-answer != "late" {
		t.Errorf("a client that answers pings is not served: %v", err)
	}
}

func TestWhoDoesNotAnswerPingsIsDropped(t *testing.T) {
	address, _ := aviary(t, Options{PingEvery: time.Millisecond, PongWithin: time.Millisecond})
	raw, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	_ = raw.SetDeadline(time.Now().Add(patient))
	_, _ = fmt.Fprintf(raw, "GET /?password=yes HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", address)
	r := bufio.NewReader(raw)
	res, err := http.ReadResponse(r, nil)
	if err != nil || res.StatusCode != http.StatusSwitchingProtocols || res.Header.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		t.Fatalf("%v, %v", res, err) // the pair of RFC 6455 section 1.3
	}
	if _, err := io.Copy(io.Discard, r); errors.Is(err, context.DeadlineExceeded) {
		t.Error("it is still connected")
	} else if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		t.Error("it is still connected")
	}
}

func TestOnlySoManySocketsAreOpen(t *testing.T) {
	address, _ := aviary(t, Options{})
	var last *websocket.Conn
	for range mostSockets {
		_, last = hello(t, address, nil)
	}
	if _, res, err := websocket.Dial(t.Context(), "ws://"+address+"/?password=yes", nil); err == nil || res == nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one more: %v, %v", res, err)
	}
	_ = last.CloseNow()
	for deadline := time.Now().Add(patient); ; time.Sleep(time.Millisecond) {
		if c, _, err := websocket.Dial(t.Context(), "ws://"+address+"/?password=yes", nil); err == nil {
			_ = c.CloseNow()
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the place of one that has gone is not given to another")
		}
	}
}

func TestAPowerCutBreaksTheConnections(t *testing.T) {
	k := &sockets{open: map[*websocket.Conn]struct{}{}}
	served := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		k.keep(c, true)
		close(served)
		_, _, _ = c.Read(context.Background())
	}))
	defer server.Close()
	c, _, err := websocket.Dial(t.Context(), strings.Replace(server.URL, "http", "ws", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	<-served
	k.cut()
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	defer cancel()
	if _, _, err := c.Read(ctx); err == nil || ctx.Err() != nil || websocket.CloseStatus(err) != -1 {
		t.Errorf("%v", err)
	}
}
