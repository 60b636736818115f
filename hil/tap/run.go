package tap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// Config says what Run listens to and what it writes.
type Config struct {
	// Path is a serial port, or a transcript whose name ends in .wire.
	Path string
	// Protocol names a dialect; empty, it is found. Dialects must be registered: the command imports them.
	Protocol string
	// Settings of the line; zero, they are found.
	Settings wire.Settings
	// Options are how the frames' values are read: decimals, unit and currency.
	Options wire.Options
	// PcapNG is a file for the capture; empty: none.
	PcapNG string
	// JSON writes one object instead of text, Hex the bytes of each frame beside its words.
	JSON, Hex bool
	// Warn is where it is said what is wrong with the port; nil: nowhere.
	Warn io.Writer
}

// Source is a line to listen to. Its Read is that of port.Port.
type Source interface {
	Read(ctx context.Context) (wire.Chunk, error)
}

// Run listens until the context ends, which is no error, or the line does, and writes what it hears. The error is
// ErrNotFound where it heard something and understood nothing.
func Run(ctx context.Context, c Config, out io.Writer) (err error) {
	r := &runner{config: c, clock: clock.NewWall(), printer: &text{out: out, showHex: c.Hex}}
	if c.JSON {
		r.printer = &object{out: out}
	}
	if c.PcapNG != "" {
		file, err := os.Create(c.PcapNG)
		if err != nil {
			return fmt.Errorf("tap: capture: %w", err)
		}
		defer file.Close()
		if r.capture, err = newCapture(file, c.Path); err != nil {
			return err
		}
	}
	if strings.HasSuffix(c.Path, ".wire") {
		return r.transcript()
	}
	return r.port(ctx)
}

// runner is a Teller for all that Run writes.
type runner struct {
	config  Config
	clock   clock.Clock
	printer printer
	capture *capture
	tap     *Tap
}

// Frame implements Teller.
func (r *runner) Frame(f *Frame) {
	r.printer.Frame(f)
	if r.capture != nil {
		r.capture.Frame(f)
	}
}

// Notice implements Teller.
func (r *runner) Notice(at clock.Instant, text string) { r.printer.Notice(at, text) }

func (r *runner) listening(tuner Tuner) Listening {
	c := r.config
	return Listening{Protocol: c.Protocol, Settings: c.Settings, Tuner: tuner, Options: c.Options.DefaultDecimals()}
}

func (r *runner) port(ctx context.Context) error {
	first := r.config.Settings
	if first.Baud == 0 {
		dialects, err := serialDialects(r.config.Protocol)
		if err != nil {
			return fmt.Errorf("tap: %w", err)
		}
		list := serialSettings(dialects...)
		if len(list) == 0 {
			return errors.New("tap: no protocol says how the line must be set; give its settings")
		}
		first = list[0]
	}
	p, err := port.Open(port.Config{Path: r.config.Path, Settings: first, Listen: true, Clock: r.clock})
	if err != nil {
		return fmt.Errorf("tap: %w", err)
	}
	defer p.Close()
	for _, w := range p.Warnings() {
		if r.config.Warn != nil {
			fmt.Fprintf(r.config.Warn, "%s: %s\n", r.config.Path, w)
		}
	}
	if r.tap, err = New(r.listening(p), r); err != nil {
		return err
	}
	return r.finish(r.listen(ctx, p))
}

// tick is how often a silent line is looked at.
const tick = 50 * time.Millisecond

// listen reads until the context or the line ends.
func (r *runner) listen(ctx context.Context, s Source) error {
	for ctx.Err() == nil && r.printer.Err() == nil {
		soon, cancel := context.WithTimeout(ctx, tick)
		c, err := s.Read(soon)
		cancel()
		switch {
		case err == nil:
			err = r.tap.Hear(c)
		case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled):
			if err = r.tap.Idle(r.clock.Now()); err == nil && r.capture != nil {
				err = r.capture.Flush()
			}
		default:
			return fmt.Errorf("tap: %w", err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) transcript() error {
	entries, err := frame.LoadTranscript(r.config.Path)
	if err != nil {
		return fmt.Errorf("tap: %w", err)
	}
	if r.tap, err = New(r.listening(nil), r); err != nil {
		return err
	}
	at := clock.Epoch
	r.clock = clock.NewVirtual(at)
	for _, e := range entries {
		side := wire.FromDispenser
		if e.FromController {
			side = wire.FromController
		}
		at = clock.Epoch.Add(e.At)
		if err := r.tap.HearFrom(side, wire.Chunk{Bytes: e.Bytes, First: at, Last: at}); err != nil {
			return err
		}
	}
	r.clock = clock.NewVirtual(at)
	return r.finish(nil)
}

// finish writes what is left; the first error counts.
func (r *runner) finish(first error) error {
	errs := []error{first, r.tap.Finish(r.clock.Now()), r.printer.Finish(r.tap.Summary())}
	if r.capture != nil {
		errs = append(errs, r.capture.Flush())
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
