#!/bin/busybox sh
# shellcheck shell=dash
# The first process of a Kedge test machine. Kernel text goes to ttyS0, framed results to ttyS1:
#   KEDGE <nonce> BOOT | READY | START suite | RESULT {json} | TEXT line | END suite code | EXIT code
# The nonce is known to this script alone, so that no text a program prints can pass for a frame.
export PATH=/kedge/bin:/bin:/sbin
/bin/busybox mkdir -p /bin /sbin /proc /sys /dev /tmp /run /mnt
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
mount -t cgroup2 cgroup /sys/fs/cgroup
mount -t debugfs debug /sys/kernel/debug 2>/dev/null
mount -t tracefs trace /sys/kernel/tracing 2>/dev/null
read -r nonce </kedge/nonce
rm /kedge/nonce
stty -F /dev/ttyS1 raw -echo 115200
exec 3>/dev/ttyS1

frame() {
  echo "KEDGE $nonce $*" >&3
}

# Parameters of modules stand on the kernel's command line, as modprobe has it: name.parameter=value
parameters() {
  name=${1##*/}
  name=${name%.ko}
  for word in $(cat /proc/cmdline); do
    case "$word" in "$name".*) echo "${word#"$name".}" ;; esac
  done
}

frame BOOT
while read -r module; do
  # shellcheck disable=SC2046
  insmod "$module" $(parameters "$module") 2>/tmp/err || frame "TEXT insmod $module: $(tr '\n' ' ' </tmp/err)"
done </kedge/load

read -r share </kedge/share
case "$share" in
  9p)
    mkdir -p /host
    mount -t 9p -o ro,trans=virtio,version=9p2000.L,cache=loose,msize=524288 host /host
    ;;
  virtiofs)
    mkdir -p /host
    mount -t virtiofs -o ro host /host
    ;;
esac
if [ -d /host/bin ]; then
  mount -t proc proc /host/proc
  mount -t sysfs sys /host/sys
  mount -t devtmpfs dev /host/dev
  mount -t tmpfs tmp /host/tmp
elif [ "$share" != none ]; then
  frame "TEXT the host's root could not be mounted by $share"
fi

code=0
frame READY
while IFS='	' read -r suite command; do
  frame "START $suite"
  {
    sh -c "$command" </dev/null 2>/tmp/err
    echo $? >/tmp/code
  } | sed -e "s/^{/KEDGE $nonce RESULT {/" -e t -e "s/^/KEDGE $nonce TEXT /" >&3
  tail -c 4000 /tmp/err | sed -e "s/^/KEDGE $nonce TEXT /" >&3
  read -r ended </tmp/code
  frame "END $suite $ended"
  [ "$ended" = 0 ] || code=1
done </kedge/suites

frame "EXIT $code"
sync
if [ "$code" = 0 ]; then /kedge/exit; else /kedge/exit 1; fi
poweroff -f
