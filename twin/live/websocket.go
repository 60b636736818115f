package live

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// Upgrader is a handler that takes WebSockets too.
type Upgrader interface {
	http.Handler
	// Upgrade takes a socket in and returns who answers its messages, or refuses it on w and returns nil. A message is
	// the body of a request, and the body of the answer is the message back; a status other than 200 ends the socket.
	Upgrade(w http.ResponseWriter, r *http.Request) http.Handler
}

// Bounds on WebSockets.
const (
	mostSockets   = 64
	socketWrite   = 10 * time.Second // for a client to take an answer
	socketGoodbye = time.Second      // for all clients to answer a close when the station ends
	pingEvery     = 30 * time.Second
	pongWithin    = 30 * time.Second
)

// sockets serves the WebSockets of a handler. A socket's goroutines only move bytes: each message is served on a fiber of
// the loop, one after another, so that the answers come in the order of the messages.
type sockets struct {
	station  *Station
	owner    forecourt.Role
	upgrader Upgrader
	plain    http.Handler // requests that are no upgrades
	entrance *entrance
	answers  map[string]http.Handler // by socket; the loop's own
	ping     time.Duration
	pong     time.Duration

	mu    sync.Mutex
	open  map[*websocket.Conn]struct{}
	count int           // those open and those being opened
	last  atomic.Uint64 // number of the newest
}

// upgradable returns a handler that takes the WebSockets of h, if h does, and leaves other requests to plain.
func (s *Station) upgradable(name string, owner forecourt.Role, h, plain http.Handler) http.Handler {
	u, ok := h.(Upgrader)
	if !ok {
		return plain
	}
	k := &sockets{
		station: s, owner: owner, upgrader: u, plain: plain, answers: map[string]http.Handler{}, open: map[*websocket.Conn]struct{}{},
	}
	k.entrance = s.entrance(name+" socket", owner, http.HandlerFunc(k.onLoop))
	k.ping, k.pong = cmp.Or(s.options.PingEvery, pingEvery), cmp.Or(s.options.PongWithin, pongWithin)
	s.closers = append(s.closers, k)
	s.loop.WatchCuts(func(r forecourt.Role) {
		if r == owner {
			k.cut()
		}
	})
	return k
}

// ServeHTTP implements http.Handler.
func (k *sockets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		k.plain.ServeHTTP(w, r)
		return
	}
	if !k.enter() {
		http.Error(w, "too many sockets are open", http.StatusServiceUnavailable)
		return
	}
	defer k.leave()
	number := strconv.FormatUint(k.last.Add(1), 10)
	upgrade := r.Clone(r.Context())
	upgrade.Header.Set(socketHeader, number)
	rec, answered, err := k.entrance.ask(upgrade, nil, false)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	case !answered:
		return
	case rec == nil || rec.Status() != http.StatusSwitchingProtocols:
		copyAnswer(w, rec)
		return
	}
	defer k.forget(r, number)
	c, err := websocket.Accept(w, r, nil) // refuses what is no handshake, and pages of other sites
	if err != nil {
		return
	}
	c.SetReadLimit(loop.MaxBody)
	k.keep(c, true)
	defer k.keep(c, false)
	k.serve(c, r, number)
}

// socketHeader tells the loop's side which socket a request is about. It is set here, whatever a client writes.
const socketHeader = "Forecourt-Socket"

// onLoop takes a socket in, serves one of its messages, or forgets it (DELETE).
func (k *sockets) onLoop(w http.ResponseWriter, r *http.Request) {
	number := r.Header.Get(socketHeader)
	answers := k.answers[number]
	switch {
	case r.Method == http.MethodDelete:
		delete(k.answers, number)
	case r.Method == http.MethodPost && answers != nil:
		answers.ServeHTTP(w, r)
	case r.Method == http.MethodPost:
		w.WriteHeader(http.StatusGone)
	default:
		if answers = k.upgrader.Upgrade(w, r); answers != nil {
			k.answers[number] = answers
			w.WriteHeader(http.StatusSwitchingProtocols)
		}
	}
}

// forget lets go of a socket that has ended.
func (k *sockets) forget(r *http.Request, number string) {
	message := r.Clone(context.Background())
	message.Method, message.Header = http.MethodDelete, http.Header{socketHeader: {number}}
	go func() { _, _, _ = k.ask(message, nil) }()
}

func (k *sockets) enter() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.count >= mostSockets {
		return false
	}
	k.count++
	return true
}

func (k *sockets) leave() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.count--
}

func (k *sockets) keep(c *websocket.Conn, open bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if open {
		k.open[c] = struct{}{}
	} else {
		delete(k.open, c)
	}
}

// serve answers the messages of a socket until it ends.
func (k *sockets) serve(c *websocket.Conn, r *http.Request, number string) {
	ctx, cancel := context.WithCancel(context.Background()) // the request's own means nothing once it is a socket
	defer cancel()
	defer func() { _ = c.CloseNow() }()
	l := &life{}
	go k.keepAlive(ctx, c, l)
	message := r.Clone(ctx)
	message.Method, message.Header = http.MethodPost, http.Header{"Content-Type": {"application/json"}, socketHeader: {number}}
	for {
		kind, b, err := c.Read(ctx)
		switch {
		case err != nil: // closed, gone, or against the protocol, which the library has told the client
			return
		case kind != websocket.MessageText:
			_ = c.Close(websocket.StatusUnsupportedData, "messages are text")
			return
		case !utf8.Valid(b):
			_ = c.Close(websocket.StatusInvalidFramePayloadData, "a text is UTF-8")
			return
		}
		l.begin()
		rec, served, _ := k.ask(message, b)
		switch {
		case served && rec == nil:
			return // the party has lost its power
		case !served || rec.Status() != http.StatusOK:
			_ = c.Close(websocket.StatusGoingAway, "the station is stopped, or the party was restarted")
			return
		}
		err = write(ctx, c, rec.Body())
		l.end()
		if err != nil {
			return
		}
	}
}

// ask has a message answered; false when the loop takes nothing any more.
func (k *sockets) ask(message *http.Request, b []byte) (*loop.Recorder, bool, error) {
	ctx, cancel := context.WithCancel(message.Context())
	defer cancel()
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		select {
		case <-k.station.closed:
			cancel()
		case <-stop:
		}
	}()
	return k.entrance.ask(message.WithContext(ctx), b, false)
}

func write(ctx context.Context, c *websocket.Conn, b []byte) error {
	ctx, cancel := context.WithTimeout(ctx, socketWrite)
	defer cancel()
	return c.Write(ctx, websocket.MessageText, b)
}

// life is when a client was last known to be there: pongs are not seen while a message of it is being answered.
type life struct {
	busy atomic.Bool
	last atomic.Int64 // when a message had been answered, in nanoseconds since 1970
}

func (l *life) begin() { l.busy.Store(true) }
func (l *life) end()   { l.last.Store(time.Now().UnixNano()); l.busy.Store(false) }

func (l *life) within(d time.Duration) bool {
	return l.busy.Load() || time.Since(time.Unix(0, l.last.Load())) < d
}

// keepAlive pings a client that says nothing, and drops one that does not answer.
func (k *sockets) keepAlive(ctx context.Context, c *websocket.Conn, l *life) {
	t := time.NewTicker(k.ping)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		wait, cancel := context.WithTimeout(ctx, k.pong)
		err := c.Ping(wait)
		cancel()
		if err != nil && !l.within(k.pong) {
			_ = c.CloseNow()
			return
		}
	}
}

// cut breaks every connection, as when a server dies. It does not wait.
func (k *sockets) cut() {
	for _, c := range k.all() {
		go func() { _ = c.CloseNow() }()
	}
}

func (k *sockets) all() []*websocket.Conn {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Collect(maps.Keys(k.open))
}

// Close implements io.Closer: it says goodbye to every client.
func (k *sockets) Close() error {
	all := k.all()
	gone := make(chan struct{}, len(all))
	for _, c := range all {
		go func() {
			_ = c.Close(websocket.StatusGoingAway, "the station is stopped")
			gone <- struct{}{}
		}()
	}
	late := time.NewTimer(socketGoodbye)
	defer late.Stop()
	for range all {
		select {
		case <-gone:
		case <-late.C:
			return nil
		}
	}
	return nil
}
