package frame

// LRC is the longitudinal check of all bytes: their exclusive or.
func LRC(b []byte) byte {
	var x byte
	for _, c := range b {
		x ^= c
	}
	return x
}

// NibbleLRC is the two's complement, in four bits, of the sum of the low nibbles: with it the sum is zero.
func NibbleLRC(b []byte) byte {
	var sum byte
	for _, c := range b {
		sum += c & 0x0F
	}
	return -sum & 0x0F
}

// crcPolynomial is 8005h reflected.
const crcPolynomial = 0xA001

// crcTables[k][x] is the remainder of byte x followed by k zero bytes.
var crcTables = makeCRCTables()

func makeCRCTables() *[8][256]uint16 {
	var t [8][256]uint16
	for i := range 256 {
		c := uint16(i)
		for range 8 {
			if c&1 != 0 {
				c = c>>1 ^ crcPolynomial
			} else {
				c >>= 1
			}
		}
		t[0][i] = c
	}
	for k := 1; k < 8; k++ {
		for i := range 256 {
			c := t[k-1][i]
			t[k][i] = c>>8 ^ t[0][c&0xFF]
		}
	}
	return &t
}

// CRC16 is CRC-16/ARC: polynomial A001h reflected, start 0, no final exclusive or. Run over a message and its own
// check sum, low byte first, it gives 0. (Confidence A: it matches all 2,098 captured DART frames; vendor papers call it
// "CCITT", which it is not.)
func CRC16(b []byte) uint16 { return AddCRC16(0, b) }

// AddCRC16 goes on from the check sum of what came before b. Eight bytes are taken at a time, since a busy bus spends
// most of its decoding here.
func AddCRC16(crc uint16, b []byte) uint16 {
	t := crcTables
	for len(b) >= 8 {
		lo, hi := b[0]^byte(crc), b[1]^byte(crc>>8)
		crc = t[7][lo] ^ t[6][hi] ^ t[5][b[2]] ^ t[4][b[3]] ^ t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
		b = b[8:]
	}
	for _, x := range b {
		crc = crc>>8 ^ t[0][byte(crc)^x]
	}
	return crc
}
