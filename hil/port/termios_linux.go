package port

import (
	"golang.org/x/sys/unix"

	"github.com/forecourt/forecourt/twin/wire"
)

var dataBits = map[int]uint32{5: unix.CS5, 6: unix.CS6, 7: unix.CS7, 8: unix.CS8}

// apply makes t a raw line of the given settings that shows what was received badly.
func apply(t *unix.Termios, s wire.Settings) {
	// INPCK also makes drivers report framing errors on a line without parity; IGNPAR would drop what they report.
	t.Iflag = unix.INPCK | unix.PARMRK
	t.Oflag, t.Lflag = 0, 0
	t.Cflag &^= unix.CBAUD | unix.CIBAUD | unix.CSIZE | unix.PARENB | unix.PARODD | unix.CMSPAR | unix.CSTOPB | unix.CRTSCTS
	t.Cflag |= unix.CREAD | unix.CLOCAL | unix.BOTHER | dataBits[s.DataBits]
	if s.Parity != wire.NoParity {
		t.Cflag |= unix.PARENB
	}
	if s.Parity == wire.OddParity {
		t.Cflag |= unix.PARODD
	}
	if s.StopBits == 2 {
		t.Cflag |= unix.CSTOPB
	}
	t.Ispeed, t.Ospeed = uint32(s.Baud), uint32(s.Baud)
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0 // with 0 a line without bytes would look like one that is gone
}

// read says what a driver made of the settings.
func read(t *unix.Termios) wire.Settings {
	s := wire.Settings{Baud: int(t.Ospeed), DataBits: 5, Parity: wire.NoParity, StopBits: 1}
	for n, bits := range dataBits {
		if t.Cflag&unix.CSIZE == bits {
			s.DataBits = n
		}
	}
	if t.Cflag&unix.PARENB != 0 {
		s.Parity = wire.EvenParity
		if t.Cflag&unix.PARODD != 0 {
			s.Parity = wire.OddParity
		}
	}
	if t.Cflag&unix.CSTOPB != 0 {
		s.StopBits = 2
	}
	return s
}

// The character devices that are far ends of pseudo-terminals: majors 136 to 143.
const firstPseudo, lastPseudo = 136, 143

func isPseudo(fd int) bool {
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil {
		return false
	}
	major := unix.Major(uint64(st.Rdev))
	return major >= firstPseudo && major <= lastPseudo
}
