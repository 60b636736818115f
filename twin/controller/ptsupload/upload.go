package ptsupload

import (
	"errors"
	"net/url"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

// Config is what an uploader needs. Zero spans and counts mean the defaults; without them what is optional is off.
type Config struct {
	Loop  *loop.Loop
	Desk  *desk.Desk
	URL   *url.URL
	PtsID string
	Zone  *time.Location // of time stamps; nil: UTC

	Within    time.Duration // for the server to answer; default 15 s
	Retry     time.Duration // after the first failure; default 5 s
	RetryMost time.Duration // after many; default 60 s
	Most      int           // packets that may wait; default 10,000

	Status       time.Duration        // how often UploadStatus; 0: never
	Measurements time.Duration        // how often UploadTankMeasurement; 0: never
	Tanks        func() []pts.Reading // what the tanks hold now; needed for measurements
}

// Uploader uploads.
type Uploader struct {
	cfg   Config
	fiber *loop.Fiber // that sends; nil while the desk is off
	since clock.Instant

	queue []*entry          // waits, in the order of sending
	sales map[string]*entry // by the controller's number; also those that were uploaded, until they are forgotten there
	done  []*entry          // of sales, the oldest first
	next  uint64            // seq of the next entry

	totals map[string]unit.Money // what each nozzle has sold, by the key in the store
}

// The defaults.
const (
	defaultWithin    = 15 * time.Second
	defaultRetry     = 5 * time.Second
	defaultRetryMost = time.Minute
	defaultMost      = 10_000
)

// mostDone is how many uploaded sales are remembered that the controller has not forgotten. It has far fewer; only what it
// forgot while the desk was off can add up.
const mostDone = 1024

// New returns an uploader, which starts with the desk.
func New(cfg Config) (*Uploader, error) {
	switch {
	case cfg.Loop == nil || cfg.Desk == nil || cfg.URL == nil:
		return nil, errors.New("ptsupload: an uploader needs a loop, a desk and an address")
	case cfg.Measurements > 0 && cfg.Tanks == nil:
		return nil, errors.New("ptsupload: nobody measures the tanks")
	}
	if err := pts.CheckID(cfg.PtsID); err != nil {
		return nil, err
	}
	number(&cfg.Within, defaultWithin)
	number(&cfg.Retry, defaultRetry)
	number(&cfg.RetryMost, max(defaultRetryMost, cfg.Retry))
	number(&cfg.Most, defaultMost)
	u := &Uploader{cfg: cfg}
	u.forget()
	cfg.Desk.Watch(u.notice)
	return u, nil
}

func number[T ~int | ~int64](v *T, otherwise T) {
	if *v == 0 {
		*v = otherwise
	}
}

func (u *Uploader) forget() {
	u.fiber, u.queue, u.sales, u.done, u.next = nil, nil, map[string]*entry{}, nil, 1
	u.totals = map[string]unit.Money{}
}

// Waiting counts what is not confirmed yet.
func (u *Uploader) Waiting() int { return len(u.queue) }

func (u *Uploader) notice(n desk.Notice) {
	switch n := n.(type) {
	case desk.UpNotice:
		u.start()
	case desk.DownNotice:
		u.forget() // the loop ends the fibers with the desk's power
	case desk.SaleNotice:
		if n.Gone {
			u.gone(n.Sale.ID)
		} else {
			u.sold(n.Sale)
		}
	}
}

func (u *Uploader) start() {
	u.since = u.cfg.Desk.Now()
	u.load()
	u.fiber = u.cfg.Loop.Go(desk.Role, "pts-upload", u.run)
	if u.cfg.Measurements > 0 {
		u.cfg.Loop.Go(desk.Role, "pts-measure", u.measure)
	}
	if u.cfg.Status > 0 {
		u.cfg.Loop.Go(desk.Role, "pts-status", u.status)
	}
}

// Delivered uploads a delivery into a tank; one that ends while the desk is off was seen by nobody.
func (u *Uploader) Delivered(d pts.Delivery) { u.saw(d) }

// Alerted uploads that an alarm began or ended, if the desk is on.
func (u *Uploader) Alerted(a pts.Alert) { u.saw(a) }

func (u *Uploader) saw(data pts.Data) {
	if u.fiber != nil {
		u.add(&entry{}, data)
	}
}

func (u *Uploader) measure(f *loop.Fiber) {
	for {
		f.Sleep(u.cfg.Measurements)
		for _, r := range u.cfg.Tanks() {
			u.add(&entry{}, r.Measured(pts.Stamp(f.Now(), u.cfg.Zone)))
		}
	}
}
