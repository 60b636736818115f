package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Timers is how many timers the loop gives a phone.
const Timers = 0

// What a hand does with a phone.
type (
	// Unlock asks for a point. Code is what stands on its label; empty: the right one is read. Amount zero fills up.
	Unlock struct {
		Point  forecourt.Point
		Code   string     `json:",omitempty"`
		Amount unit.Money `json:",omitzero"`
		Method string     `json:",omitempty"` // empty: what is in the user's wallet
		Later  bool       `json:",omitempty"` // what is paid with is named by Approve
		Again  bool       `json:",omitempty"` // a second tap: the same request under a key of its own
	}
	// Approve names what is paid with; empty: what is in the user's wallet.
	Approve struct{ Method string }
	// Cancel gives the session up.
	Cancel struct{}
)

// Stimulus names.
func (Unlock) Stimulus() string  { return "app-unlock" }
func (Approve) Stimulus() string { return "app-approve" }
func (Cancel) Stimulus() string  { return "app-cancel" }

// Config of a phone; the spans are design defaults.
type Config struct {
	Number  int
	Site    string
	URL     string // of the site's interface for phones
	User    payment.AppUser
	Timeout time.Duration // of a request, default 25 s: the site holds a stream of events open for 20 s
	Pause   time.Duration // before a repeat, default 2 s
}

// App is the machine.
type App struct {
	loop   *loop.Loop
	cfg    Config
	env    *machine.Env
	client *http.Client
	kept   kept
}

// kept is what is on the phone's disk.
type kept struct {
	Key     string    `json:"key,omitempty"`
	Ask     unlocking `json:"ask"`
	Session string    `json:"session,omitempty"`
	Seen    int       `json:"seen,omitempty"` // states
	Over    bool      `json:"over,omitempty"`
	Leaving bool      `json:"leaving,omitempty"`
}

var _ machine.Machine = (*App)(nil)

// New returns a phone for a loop. The station adds it under its Role.
func New(l *loop.Loop, cfg Config) *App {
	if cfg.Timeout == 0 {
		cfg.Timeout = 25 * time.Second
	}
	if cfg.Pause == 0 {
		cfg.Pause = 2 * time.Second
	}
	return &App{loop: l, cfg: cfg, client: &http.Client{Transport: &loop.Transport{Timeout: cfg.Timeout}}}
}

// Role returns the role that the phone plays.
func (a *App) Role() forecourt.Role { return forecourt.Role{Kind: Kind, Number: a.cfg.Number} }

// Hear implements machine.Machine; a phone has no line of bytes.
func (a *App) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine; a phone waits on fibers.
func (a *App) Wake(*machine.Env, machine.Timer) {}

// Sense takes what a hand does.
func (a *App) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		a.env = env
		a.start()
	case forecourt.PowerOff:
	case Unlock:
		a.unlock(s)
	case Approve:
		a.goes("approve", func(f *loop.Fiber) { a.approve(f, s) })
	case Cancel:
		a.kept.Leaving = true
		a.keep()
		a.goes("cancel", a.cancel)
	default:
		env.Fault(fmt.Errorf("app: %s does nothing here", s.Stimulus()))
	}
}

// start goes on with what the phone was doing when it was switched off.
func (a *App) start() {
	a.kept = kept{}
	a.env.Store().Replay(func(record []byte) {
		var k kept
		if err := json.Unmarshal(record, &k); err != nil {
			a.env.Fault(fmt.Errorf("app: a record of the store cannot be read: %w", err))
			return
		}
		a.kept = k
	})
	if a.kept.Key == "" || a.kept.Over {
		return
	}
	a.goes("unlock", a.begin)
	if a.kept.Leaving && a.kept.Session != "" {
		a.goes("cancel", a.cancel)
	}
}

func (a *App) keep() {
	record, err := json.Marshal(a.kept)
	if err != nil {
		panic(fmt.Sprintf("app: the disk cannot be written: %v", err))
	}
	a.env.Store().Append(record)
	a.env.Store().Flush()
}

func (a *App) goes(name string, story func(*loop.Fiber)) { a.loop.Go(a.Role(), name, story) }
