package loyalty

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire"
)

// Role is the role the service plays. Timers is how many timers the loop gives it.
var Role = forecourt.Role{Kind: Kind}

// Timers is how many timers the loop gives the machine.
const Timers = 0

// Config of the service.
type Config struct {
	Members map[string]string // tier by test membership
	Work    time.Duration     // what a request takes, default 40 ms (design default)
}

// Service is the machine and its HTTP handler.
type Service struct {
	cfg      Config
	env      *machine.Env
	byNumber map[payment.Secret]member
	books
}

// member is a member without his points.
type member struct{ token, tier string }

// books is what a power cut must not lose.
type books struct {
	awards  map[string]Award
	balance map[string]int64 // by token
}

// Award is points that a member got.
type Award struct {
	ID     string `json:"id"`
	Member string `json:"member"`
	Points int64  `json:"points"`
}

var _ machine.Machine = (*Service)(nil)

// New returns a service. Memberships that do not exist are refused.
func New(cfg Config) (*Service, error) {
	if cfg.Work == 0 {
		cfg.Work = 40 * time.Millisecond
	}
	s := &Service{cfg: cfg, byNumber: map[payment.Secret]member{}}
	for name, tier := range cfg.Members {
		number, ok := payment.LookupMembership(name)
		if !ok {
			return nil, fmt.Errorf("loyalty: there is no test membership '%s'", name)
		}
		s.byNumber[number] = member{Token(number), tier}
	}
	s.forget()
	return s, nil
}

// Token is what a member is called by everybody but the service.
func Token(number payment.Secret) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte("member " + number.Reveal()))
	return fmt.Sprintf("m_%016x", h.Sum64())
}

// Hear implements machine.Machine; the service has no line of bytes.
func (s *Service) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine; it sets no timer.
func (s *Service) Wake(*machine.Env, machine.Timer) {}

// Sense takes power on and off.
func (s *Service) Sense(env *machine.Env, x forecourt.Stimulus) {
	switch x.(type) {
	case forecourt.PowerOn:
		s.env = env
		s.forget()
		env.Store().Replay(s.recall)
	case forecourt.PowerOff: // what was kept can be read from the disk, so the points stay for who looks at them
	default:
		env.Fault(fmt.Errorf("loyalty: %s does nothing here", x.Stimulus()))
	}
}

func (s *Service) forget() { s.books = books{awards: map[string]Award{}, balance: map[string]int64{}} }

func (s *Service) recall(record []byte) {
	var a Award
	if err := json.Unmarshal(record, &a); err != nil {
		s.env.Fault(fmt.Errorf("loyalty: a stored award cannot be read: %w", err))
		return
	}
	s.enter(a)
}

func (s *Service) enter(a Award) {
	s.awards[a.ID] = a
	s.balance[a.Member] += a.Points
}

// keep makes an award safe and adds it up.
func (s *Service) keep(a Award) error {
	record, err := json.Marshal(a)
	if err != nil {
		return err
	}
	s.env.Store().Append(record)
	s.env.Store().Flush()
	s.enter(a)
	return nil
}

// Points returns what the members have been given, all together.
func (s *Service) Points() (sum int64) {
	for _, a := range s.awards {
		sum += a.Points
	}
	return sum
}
