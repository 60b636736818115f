package emv

import (
	"bytes"
	"encoding/hex"
	"testing"

	"pgregory.net/rapid"
)

func keyFrom(t *testing.T, text string) (k Key) {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != 16 {
		t.Fatalf("%s is no key", text)
	}
	return Key(b)
}

// TestRetailMACKnownAnswers has the answers of two public test suites.
func TestRetailMACKnownAnswers(t *testing.T) {
	for _, c := range []struct{ key, data, want string }{
		{"7CA110454A1A6E570131D9619DC1376E", "Hello World !!!!", "f09b856213bab83b"},
		{"AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBB", "hello world", "78da3d3deb48fd4d"},
	} {
		got := RetailMAC(keyFrom(t, c.key), []byte(c.data))
		if hex.EncodeToString(got[:]) != c.want {
			t.Errorf("%q is sealed %x, want %s", c.data, got, c.want)
		}
	}
}

// TestCMACKnownAnswers has the four examples of RFC 4493.
func TestCMACKnownAnswers(t *testing.T) {
	key := keyFrom(t, "2b7e151628aed2a6abf7158809cf4f3c")
	data, _ := hex.DecodeString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" +
		"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for n, want := range map[int]string{
		0: "bb1d6929e95937287fa37d129b756746", 16: "070a16b46b4d4144f79bdd9dd04a287c",
		40: "dfa66747de9ae63030ca32611497c827", 64: "51f0bebf7e3b9d92fc49741779363cfe",
	} {
		if got := CMAC(key, data[:n]); hex.EncodeToString(got[:]) != want {
			t.Errorf("%d bytes are sealed %x, want %s", n, got, want)
		}
	}
}

func TestEveryBitOfAMessageAndOfTheKeyIsSealed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 1, 80).Draw(t, "data")
		bit := rapid.IntRange(0, len(data)*8-1).Draw(t, "bit")
		other := bytes.Clone(data)
		other[bit/8] ^= 1 << (bit % 8)
		if RetailMAC(TestMACKey, data) == RetailMAC(TestMACKey, other) || CMAC(TestMACKey, data) == CMAC(TestMACKey, other) {
			t.Fatal("a changed message has the same seal")
		}
		if RetailMAC(TestMACKey, data) == RetailMAC(TestTransportKey, data) || CMAC(TestMACKey, data) == CMAC(TestTransportKey, data) {
			t.Fatal("another key makes the same seal")
		}
	})
}

func TestKeysTravelWrapped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := Key(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "key")).OddParity()
		wrapped := TestTransportKey.Wrap(k)
		if TestTransportKey.Unwrap(wrapped) != k || Key(wrapped) == k {
			t.Fatal("a key does not come back, or travels in clear")
		}
	})
}

func TestDUKPTKeysOfOneTransactionDiffer(t *testing.T) {
	d := DUKPT{Base: TestIssuerKey, Serial: [10]byte{0xFF, 0xFF, 0x98, 0x76, 0x54, 0x32, 0x10, 0xE0, 0, 1}}
	pin, err := d.PINKey()
	mac, err2 := d.MACKey()
	if err != nil || err2 != nil || pin == mac || pin.xor(pinMask) != mac.xor(macMask) {
		t.Fatalf("%v, %v", err, err2)
	}
	d.Serial[9] = 0
	if _, err := d.MACKey(); err == nil {
		t.Error("a pad that never counted has a key")
	}
}
