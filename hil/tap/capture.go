package tap

import (
	"encoding/binary"
	"fmt"
	"io"
	"runtime"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// linkType is LINKTYPE_RTAC_SERIAL.
const linkType layers.LinkType = 250

// The events of its header.
const (
	fromController = 0x01 // DATA_TX_START
	fromDispenser  = 0x02 // DATA_RX_START
	framingError   = 0x07
	parityError    = 0x08
	serialBreak    = 0x09
	captureHeader  = 12
)

// capture is a Teller that writes pcapng.
type capture struct {
	w      *pcapgo.NgWriter
	packet []byte
	err    error
}

func newCapture(w io.Writer, line string) (*capture, error) {
	ng, err := pcapgo.NewNgWriterInterface(w,
		pcapgo.NgInterface{Name: line, OS: runtime.GOOS, LinkType: linkType, TimestampResolution: 9},
		pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{
			Hardware: runtime.GOARCH, OS: runtime.GOOS, Application: "forecourt tap",
		}})
	if err != nil {
		return nil, fmt.Errorf("tap: capture: %w", err)
	}
	return &capture{w: ng}, nil
}

func event(f *Frame) byte {
	switch {
	case f.Marks&wire.Break != 0:
		return serialBreak
	case f.Marks&wire.ParityError != 0:
		return parityError
	case f.Marks&wire.FramingError != 0:
		return framingError
	case f.From != "" && f.Side == wire.FromController:
		return fromController
	}
	return fromDispenser
}

// Frame implements Teller.
func (c *capture) Frame(f *Frame) {
	if c.err != nil {
		return
	}
	var head [captureHeader]byte
	at := f.At.Time()
	binary.BigEndian.PutUint32(head[0:], uint32(at.Unix()))
	binary.BigEndian.PutUint32(head[4:], uint32(at.Nanosecond()/1000))
	head[8] = event(f)
	c.packet = append(append(c.packet[:0], head[:]...), f.Bytes...)
	options := pcapgo.NgPacketOptions{Flags: &pcapgo.NgEpbFlags{Direction: pcapgo.NgEpbFlagDirectionInbound}}
	if f.From != "" && f.Side == wire.FromController {
		options.Flags.Direction = pcapgo.NgEpbFlagDirectionOutbound
	}
	for _, words := range []string{f.Words, f.Fault} {
		if words != "" {
			options.Comments = append(options.Comments, words[:min(len(words), maxComment)])
		}
	}
	info := gopacket.CaptureInfo{Timestamp: at, CaptureLength: len(c.packet), Length: len(c.packet)}
	c.err = c.w.WritePacketWithOptions(info, c.packet, options)
}

// maxComment keeps a comment within a pcapng option.
const maxComment = 60_000

// Notice implements Teller; a capture has none.
func (c *capture) Notice(clock.Instant, string) {}

// Flush makes what was captured readable.
func (c *capture) Flush() error {
	if c.err == nil {
		c.err = c.w.Flush()
	}
	if c.err != nil {
		return fmt.Errorf("tap: capture: %w", c.err)
	}
	return nil
}
